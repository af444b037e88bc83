"""Makes Java sources of what the Kotlin imports, from PyPI's type stubs of the Android platform and AndroidX.

Usage: stubs.py SOURCES STUBS RESOURCES OUT

SOURCES is a folder of Kotlin, STUBS one of .pyi packages, RESOURCES the plugin's own. What the Kotlin imports is made with all its members; what
those only name is made empty. The sources say nothing but names and types, exist for one run of the compiler, and are
no part of anything that is shipped.
"""

import ast
import pathlib
import re
import sys

SOURCES, STUBS, RESOURCES, OUT = map(pathlib.Path, sys.argv[1:5])

# The stubs do not say what is an interface; these are what Kotlin implements or hands a lambda to.
INTERFACES = {
    "android.location.LocationListener",
    "android.os.Parcelable",
    "androidx.lifecycle.LifecycleOwner",
    "android.content.SharedPreferences",
    "android.content.SharedPreferences.Editor",
    "android.os.IBinder",
    "androidx.activity.result.ActivityResultCallback",
}
# Of what Java itself has only these matter to a compiler that looks at names.
OF_JAVA = {"java.lang.annotation.Annotation", "java.security.spec.AlgorithmParameterSpec"}
# Kept abstract, so that Kotlin must write them.
ABSTRACT = {("android.app.Service", "onBind")}
PRIMITIVES = {"jint": "int", "jlong": "long", "jdouble": "double", "jfloat": "float", "jboolean": "boolean",
              "jbyte": "byte", "jshort": "short", "jchar": "char", "jvoid": "Void"}
PLAIN = {"int": "int", "float": "double", "bool": "boolean", "str": "String", "None": "void"}


class Class:
    def __init__(self, name, node, outer):
        self.name, self.node, self.outer = name, node, outer


# What no package of stubs has: the few names of androidx.work, and of two small libraries, as their documentation gives them.
BESIDE = {
    "org.jetbrains.annotations.Nullable": "public @interface Nullable {}",
    "com.fasterxml.jackson.datatype.jsonorg.JsonOrgModule":
        "public class JsonOrgModule extends com.fasterxml.jackson.databind.module.SimpleModule {}",
    "androidx.work.WorkerParameters": "public final class WorkerParameters {}",
    "androidx.work.ListenableWorker": """public abstract class ListenableWorker {
    public ListenableWorker(android.content.Context context, WorkerParameters parameters) {}
    public final android.content.Context getApplicationContext() { throw new Error(); }
    public static abstract class Result {
        public static Result success() { throw new Error(); }
        public static Result retry() { throw new Error(); }
        public static Result failure() { throw new Error(); }
    }
}""",
    "androidx.work.Worker": """public abstract class Worker extends ListenableWorker {
    public Worker(android.content.Context context, WorkerParameters parameters) { super(context, parameters); }
    public abstract ListenableWorker.Result doWork();
}""",
    "androidx.work.NetworkType": "public enum NetworkType { CONNECTED, UNMETERED }",
    "androidx.work.BackoffPolicy": "public enum BackoffPolicy { EXPONENTIAL, LINEAR }",
    "androidx.work.ExistingWorkPolicy": "public enum ExistingWorkPolicy { REPLACE, KEEP, APPEND }",
    "androidx.work.Constraints": """public final class Constraints {
    public static final class Builder {
        public Builder() {}
        public Builder setRequiredNetworkType(NetworkType type) { throw new Error(); }
        public Constraints build() { throw new Error(); }
    }
}""",
    "androidx.work.WorkRequest": """public abstract class WorkRequest {
    public static abstract class Builder<B extends Builder<B, W>, W extends WorkRequest> {
        public final B setConstraints(Constraints constraints) { throw new Error(); }
        public final B setBackoffCriteria(BackoffPolicy policy, long delay, java.util.concurrent.TimeUnit unit) { throw new Error(); }
        public final W build() { throw new Error(); }
    }
}""",
    "androidx.work.OneTimeWorkRequest": """public final class OneTimeWorkRequest extends WorkRequest {
    public static final class Builder extends WorkRequest.Builder<Builder, OneTimeWorkRequest> {
        public Builder(Class<? extends ListenableWorker> worker) {}
    }
}""",
    "androidx.work.WorkManager": """public abstract class WorkManager {
    public static WorkManager getInstance(android.content.Context context) { throw new Error(); }
    public Object enqueueUniqueWork(String name, ExistingWorkPolicy policy, OneTimeWorkRequest work) { throw new Error(); }
    public abstract Object cancelUniqueWork(String name);
}""",
}

known = {}


def read(module, body, outer=None):
    for node in body:
        if isinstance(node, ast.ClassDef):
            name = f"{module}.{node.name}"
            known[name] = Class(name, node, outer)
            read(name, node.body, known[name])


for file in STUBS.rglob("__init__.pyi"):
    parts = file.relative_to(STUBS).parts
    parts = [part.removesuffix("-stubs") for part in parts if part != "__init__.pyi"]
    # A package of stubs lies in a folder of its own name.
    while parts and parts[0] not in ("android", "androidx", "com", "java", "javax", "org"):
        parts = parts[1:]
    if parts and parts[0] in ("android", "androidx"):
        read(".".join(parts), ast.parse(file.read_text()).body)


def dotted(node):
    return ast.unparse(node)


def named(text, within):
    """Finds the class that a name in a stub means."""
    name = within
    while name:
        if f"{name}.{text}" in known:
            return f"{name}.{text}"
        name = name.rpartition(".")[0]
    return text if text in known else None


needed = set()


def java(node, within, generics):
    """Writes a type as Java writes it."""
    if node is None:
        return "void"
    if isinstance(node, ast.BinOp):
        options = []
        def flat(part):
            if isinstance(part, ast.BinOp):
                flat(part.left)
                flat(part.right)
            else:
                options.append(part)
        flat(node)
        texts = [dotted(option) for option in options]
        for text in texts:
            if text.startswith("java.j") and text[5:] in PRIMITIVES:
                return PRIMITIVES[text[5:]]
        solid = [option for option, text in zip(options, texts) if text not in PLAIN]
        if not solid:
            solid = [option for option, text in zip(options, texts) if text != "None"]
        text = java(solid[0], within, generics)
        return {"int": "Integer", "double": "Double", "boolean": "Boolean"}.get(text, text) if "None" in texts else text
    if isinstance(node, ast.Subscript):
        base = dotted(node.value)
        if base.endswith("JavaArray"):
            return java(node.slice, within, generics) + "[]"
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        whole = java(node.value, within, generics)
        if whole in ("Object", "void"):
            return "Object"
        boxed = {"int": "Integer", "double": "Double", "boolean": "Boolean", "long": "Long", "void": "Void"}
        parts = [java(part, within, generics) for part in inner]
        return f"{whole}<{', '.join(boxed.get(part, part) for part in parts)}>"
    text = dotted(node)
    if text in PLAIN:
        return PLAIN[text]
    if text.startswith("java.j") and text[5:] in PRIMITIVES:
        return PRIMITIVES[text[5:]]
    match = re.fullmatch(r"java\.chaquopy\.JavaArrayJ(\w+)", text)
    if match:
        return match.group(1).lower() + "[]"
    if text in generics:
        return "Object"
    found = named(text, within)
    if found:
        needed.add(found)
        return found
    if text.startswith(("java.", "javax.", "org.json.")) and "chaquopy" not in text:
        return text
    return "Object"


def bases(one):
    names = []
    for base in one.node.bases:
        node = base.value if isinstance(base, ast.Subscript) else base
        text = dotted(node)
        if text in ("typing.Protocol", "typing.Generic", "java.lang.Object", "object"):
            continue
        found = named(text, one.name)
        if found:
            names.append(found)
        elif text in OF_JAVA or (text.startswith("java.") and text.endswith("Exception")):
            names.append(text)
    return names


def is_made(one):
    return any(isinstance(node, ast.FunctionDef) and node.name == "__init__" for node in one.node.body)


# What others stand on and nobody can make is an interface.
interfaces = INTERFACES | OF_JAVA | {base for one in known.values() for base in bases(one)
                                     if base in known and not is_made(known[base])}


def arity(one):
    """How many types a class is written with anywhere: the stubs of a generic class name them in its bases."""
    for base in one.node.bases:
        if isinstance(base, ast.Subscript) and dotted(base.value) in ("typing.Generic", "typing.Protocol"):
            return len(base.slice.elts) if isinstance(base.slice, ast.Tuple) else 1
    return len(getattr(one.node, "type_params", []))


def generics_of(one):
    names = set()
    node = one
    while node:
        names.update(param.name for param in getattr(node.node, "type_params", []))
        for base in node.node.bases:
            if isinstance(base, ast.Subscript) and dotted(base.value) in ("typing.Generic", "typing.Protocol"):
                elts = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
                names.update(dotted(elt) for elt in elts)
        node = node.outer
    return names


def members(one, out, indent, is_interface):
    generics = generics_of(one)
    seen = set()
    for node in one.node.body:
        if isinstance(node, ast.AnnAssign):
            text = java(node.annotation.slice if isinstance(node.annotation, ast.Subscript) else node.annotation,
                        one.name, generics)
            name = node.target.id
            static = "static " if "ClassVar" in dotted(node.annotation) else ""
            if static and text in ("int", "String", "double", "boolean"):
                # A constant in name only: what it is worth nobody asks here.
                value = {"int": "0", "String": '""', "double": "0", "boolean": "false"}[text]
                out.append(f"{indent}public static final {text} {name} = {value};")
            else:
                value = " = " + {"int": "0", "long": "0", "double": "0", "boolean": "false"}.get(text, "null")
                out.append(f"{indent}public {'static ' if is_interface else static}{text} {name}{value};")
        elif isinstance(node, ast.FunctionDef):
            arguments = [a for a in node.args.posonlyargs + node.args.args if a.arg != "self"]
            own = generics | {param.name for param in getattr(node, "type_params", [])}
            types = [java(a.annotation, one.name, own) for a in arguments]
            if node.args.vararg:
                kind = java(node.args.vararg.annotation, one.name, own)
                types.append(kind + "...")
            if (node.name, tuple(types)) in seen:
                continue
            seen.add((node.name, tuple(types)))
            listed = ", ".join(f"{text} a{index}" for index, text in enumerate(types))
            if node.name == "__init__":
                if not is_interface:
                    out.append(f"{indent}public {one.node.name}({listed}) {{ super({up(one)}); }}")
                continue
            if node.name.startswith("__") or (is_interface and node.name in ("toString", "equals", "hashCode")):
                continue
            back = java(node.returns, one.name, own)
            static = any(dotted(d) == "staticmethod" for d in node.decorator_list)
            nullable = "@org.jetbrains.annotations.Nullable " if node.returns is not None and " | None" in dotted(node.returns) else ""
            if is_interface and not static:
                single = one.name in INTERFACES and sum(isinstance(n, ast.FunctionDef) for n in one.node.body) == 1
                if single:
                    out.append(f"{indent}{nullable}{back} {node.name}({listed});")
                else:
                    out.append(f"{indent}default {nullable}{back} {node.name}({listed}) {{ throw new Error(); }}")
            elif (one.name, node.name) in ABSTRACT:
                out.append(f"{indent}public abstract {nullable}{back} {node.name}({listed});")
            else:
                out.append(f"{indent}public {'static ' if static else ''}{nullable}{back} {node.name}({listed}) {{ throw new Error(); }}")


def up(one):
    """What a constructor hands to the class above, which may want anything."""
    above = [base for base in bases(one) if base not in interfaces]
    return "(String) null" if above and above[0] in known else ""


def written(one, out, indent, whole):
    is_interface = one.name in interfaces
    supers = [base for base in bases(one)]
    for base in supers:
        if base in known:
            needed.add(base)
    classes = [base for base in supers if base not in interfaces]
    faces = [base for base in supers if base in interfaces]
    if "java.lang.annotation.Annotation" in supers:
        out.append(f"{indent}public {'static ' if one.outer else ''}@interface {one.node.name} {{ String[] value() default {{}}; }}")
        return
    count = arity(one)
    types = f"<{', '.join(f'T{index}' for index in range(count))}>" if count else ""
    line = f"public {'static ' if one.outer else ''}"
    abstract = any(name == one.name for name, _ in ABSTRACT)
    line += ("interface " if is_interface else ("abstract class " if abstract else "class ")) + one.node.name + types
    if is_interface and supers:
        line += " extends " + ", ".join(base for base in supers if base in interfaces or base not in known)
    else:
        if classes:
            line += f" extends {classes[0]}"
        if faces:
            line += " implements " + ", ".join(faces)
    line = re.sub(r" extends $", "", line)
    out.append(f"{indent}{line} {{")
    if not is_interface:
        # So that every class can be made and extended, whatever its own constructors want.
        out.append(f"{indent}    protected {one.node.name}(String nothing) {{ {'super((String) null);' if up(one) else ''} }}"
                   if not (whole and has_text_constructor(one)) else f"{indent}    // made from a text")
    if whole:
        members(one, out, indent + "    ", is_interface)
    for name, inner in known.items():
        if inner.outer is one and (whole or name in wanted):
            written(inner, out, indent + "    ", name in imported or whole)
    out.append(f"{indent}}}")


def has_text_constructor(one):
    for node in one.node.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            arguments = [a for a in node.args.posonlyargs + node.args.args if a.arg != "self"]
            if len(arguments) == 1 and java(arguments[0].annotation, one.name, set()) in ("String", "java.lang.String"):
                return True
    return False


def top(name):
    while known[name].outer:
        name = known[name].outer.name
    return name


imported = set()
for file in SOURCES.rglob("*.kt"):
    for text in re.findall(r"^import ([\w.]+)", file.read_text(), re.M):
        while text and text not in known:
            text = text.rpartition(".")[0]
        if text:
            imported.add(text)
# What they inherit from is as much used as they are.
grown = True
while grown:
    more = {base for name in imported for base in bases(known[name]) if base in known} - imported
    grown = bool(more)
    imported |= more

wanted = set(imported)
while True:
    needed = set()
    texts = {}
    for name in sorted({top(name) for name in wanted}):
        out = []
        written(known[name], out, "", any(other == name or other.startswith(name + ".") for other in imported))
        texts[name] = out
    if needed <= wanted:
        break
    wanted |= needed

def write(name, text):
    package, _, simple = name.rpartition(".")
    folder = OUT.joinpath(*package.split("."))
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(f"{simple}.java").write_text(f"package {package};\n\n{text}\n")


for name, out in texts.items():
    write(name, "\n".join(out))
for name, text in BESIDE.items():
    write(name, text)

# What the resource compiler would make of the plugin's own.
names = {"string": re.findall(r'<string name="(\w+)"', (RESOURCES / "values/strings.xml").read_text()),
         "drawable": [file.stem for file in sorted((RESOURCES / "drawable").iterdir())]}
kinds = [f"    public static final class {kind} {{\n" + "".join(f"        public static final int {name} = 0;\n" for name in of)
         + "    }" for kind, of in names.items()]
write("cn.xunge.mobile.R", "public final class R {\n" + "\n".join(kinds) + "\n}")
print(f"{len(imported)} classes with their members, {len(texts)} files")
