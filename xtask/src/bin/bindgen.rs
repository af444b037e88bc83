//! Turns a compiled wasm module into what a browser loads: `app.js` and `app_bg.wasm`; and, where the module was written
//! to be cut, into a folder of parts that are fetched when they are wanted.
//!
//! A program of its own, because the libraries behind it take most of a minute to compile and nothing else needs them.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

const USAGE: &str = "usage: bindgen MODULE.wasm OUT_FOLDER [LIST_OF_PARTS]";

/// Where parts lie in the page's folder, each build's in a folder of its own: the addresses of what is in the main module
/// are written into them, and a page that is still open after the server was renewed must not get the new ones.
const PARTS: &str = "parts";
/// Stands for the name of that folder until the parts are made, from which it is taken; as long as the name is.
const UNNAMED: &str = "________________";

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let module = arguments.next().context(USAGE)?;
    let out = arguments.next().context(USAGE)?;
    let list = arguments.next();
    let whole = fs::read(&module).with_context(|| format!("read {}", module.display()))?;
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.typescript(false).omit_default_module_path(false);
    match list {
        None => bindgen.input_bytes("app", whole),
        Some(list) => {
            let cut = cut(&whole, &out).with_context(|| format!("cut {}", module.display()))?;
            fs::write(&list, cut.list).with_context(|| format!("write {}", list.display()))?;
            // Parts call what is in the main module through its table of functions, and by the names it has there.
            bindgen.keep_lld_exports(true).demangle(false).input_bytes("app", cut.main)
        }
    };
    bindgen.generate(&out).with_context(|| format!("bind {} into {}", module.display(), out.display()))
}

/// A module that was cut.
struct Cut {
    /// What is loaded at first.
    main: Vec<u8>,
    /// The files that each part is made of, as JSON.
    list: String,
}

/// Cuts a module; the files of its parts are left in the page's folder.
fn cut(whole: &[u8], out: &Path) -> Result<Cut> {
    let unnamed = out.join(PARTS).join(UNNAMED);
    fs::create_dir_all(&unnamed).with_context(|| format!("make {}", unnamed.display()))?;
    let (main, loader) = (unnamed.join("main.wasm"), format!("./{PARTS}/{UNNAMED}/load.js"));
    let mut options = Options::new(whole);
    // The script is asked for beside `app.js`; so the files are made there and carried into the folder afterwards.
    options.output_dir = out;
    options.main_out_path = &main;
    options.link_name = &loader;
    options.main_module = "../../app.js";
    let made = transform(options).map_err(|failed| anyhow!("{failed:#}"))?;

    let mut files = vec![unnamed.join("load.js")];
    for file in &made.split_modules {
        let carried = unnamed.join(file.file_name().context("a part without a name")?);
        fs::rename(file, &carried).with_context(|| format!("carry {} away", file.display()))?;
        files.push(carried);
    }
    files.sort();
    let bytes = fs::read(&main).with_context(|| format!("read {}", main.display()))?;
    fs::remove_file(&main).with_context(|| format!("remove {}", main.display()))?;

    let name = fingerprint(&bytes, &files)?;
    let folder = out.join(PARTS).join(&name);
    fs::rename(&unnamed, &folder).with_context(|| format!("name {}", folder.display()))?;
    let named = renamed(&bytes, loader.as_bytes(), loader.replace(UNNAMED, &name).as_bytes());
    ensure!(named != bytes, "no page is cut: nothing asks for {loader}");
    let from_page = |files: Vec<String>| -> Vec<String> {
        files.into_iter().map(|file| format!("{PARTS}/{name}/{file}.wasm")).collect()
    };
    let parts: BTreeMap<String, Vec<String>> =
        made.prefetch_map.into_iter().map(|(part, files)| (part, from_page(files))).collect();
    Ok(Cut { main: named, list: serde_json::to_string(&parts)? })
}

/// Names what was made, all of it: addresses in one file are those of another.
fn fingerprint(main: &[u8], files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(main);
    for file in files {
        hasher.write(&fs::read(file).with_context(|| format!("read {}", file.display()))?);
    }
    let name = format!("{:016x}", hasher.finish());
    ensure!(name.len() == UNNAMED.len(), "{name} does not fit where it stands in the module");
    Ok(name)
}

/// Puts one name in the place of another that is as long.
fn renamed(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut renamed = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        let (before, after) = rest.split_at(at);
        renamed.extend_from_slice(before);
        renamed.extend_from_slice(to);
        rest = after.get(from.len()..).unwrap_or_default();
    }
    renamed.extend_from_slice(rest);
    renamed
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn a_name_is_put_in_everywhere_and_moves_nothing() {
        assert_eq!(renamed(b"a./__/b./__/", b"./__/", b"./1f/"), b"a./1f/b./1f/");
        assert_eq!(renamed(b"a./_", b"./__/", b"./1f/"), b"a./_");
    }
}
