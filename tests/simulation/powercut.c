// A disk that can lose power, laid under the programs of a simulation with LD_PRELOAD.
//
// Beside each watched folder it keeps what would be left of it after a power cut: the bytes of a file as of its last
// fsync, the names in a folder as of the folder's last fsync. Everything else is a promise of the page cache. A folder
// can be frozen at any step; what the program does to it after that is lost, as if it had died there. Then `restore`
// puts the folder back to what is left, and the program starts again in it.
//
// It works below SQLite and Rust's std::fs alike, because both call the C library. What goes round the C library with
// system calls of its own is not seen; so is what is written through mmap, which SQLite does to its -shm file only.
//
// It is told what to do by reading files that are not there: /powercut/VERB/ARGUMENTS (see `answer`), so that whoever
// uses it needs no unsafe code. The answer is the content of that file.

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

// ---------------------------------------------------------------------------------------------------- what is known

typedef struct Node Node;

// A name in a folder.
typedef struct {
    char *name;
    Node *node;
} Entry;

// A file or a folder, with what of it is on the disk.
struct Node {
    ino_t inode; // 0 once its last name is gone: the number may come back for another file
    bool is_folder;
    mode_t mode;
    unsigned char *bytes; // a file's durable bytes
    size_t size;
    off_t dirty_from, dirty_to; // what was written since; nothing when from >= to
    Entry *entries;             // a folder's durable names
    size_t count;
    Node *next; // every node of its root
};

typedef enum { AT_SYNCS, AT_CALLS } Counted;

// A watched folder.
typedef struct Root Root;
struct Root {
    char path[PATH_MAX];
    size_t length;
    Node *nodes;
    Node *top;
    long syncs; // fsyncs so far: between two of them a power cut leaves the same
    long calls; // changes so far of any kind: between two of them a killed process leaves the same
    bool is_armed;
    bool leaves_hollow;
    Counted armed_at;
    long left; // how many more until it freezes
    bool is_frozen;
    bool is_split; // its folders lie on different file systems: renaming between them fails
    Root *next;
};

typedef struct {
    Root *root;
    Node *node;
} Open;

enum { MOST_FILES = 65536, MOST_PATTERNS = 16 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Root *roots;
static Open open_files[MOST_FILES];
static char *deaf[MOST_PATTERNS]; // fsyncs that the disk ignores, to show that somebody notices
static int deaf_count;

#define REAL(name)                                                                                                   \
    (__extension__({                                                                                                 \
        static __typeof__(&name) found;                                                                              \
        if (!found) found = (__typeof__(&name))real(#name);                                                          \
        found;                                                                                                       \
    }))

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) {
        fprintf(stderr, "powercut: the C library has no %s\n", name);
        abort();
    }
    return found;
}

static void *must(void *memory) {
    if (!memory) {
        fprintf(stderr, "powercut: out of memory\n");
        abort();
    }
    return memory;
}

static Root *root_of(const char *path) {
    for (Root *root = roots; root; root = root->next) {
        if (strncmp(path, root->path, root->length) == 0 && (path[root->length] == '/' || path[root->length] == 0)) return root;
    }
    return NULL;
}

// SQLite's shared memory is made anew by whoever opens the database first.
static bool is_passing(const char *name) {
    size_t length = strlen(name);
    return length >= 4 && strcmp(name + length - 4, "-shm") == 0;
}

static Node *node_of(Root *root, const struct stat *facts) {
    for (Node *node = root->nodes; node; node = node->next) {
        if (node->inode == facts->st_ino) return node;
    }
    Node *node = must(calloc(1, sizeof *node));
    node->inode = facts->st_ino;
    node->is_folder = S_ISDIR(facts->st_mode);
    node->mode = facts->st_mode & 07777;
    node->dirty_to = LLONG_MAX; // whatever is in it was never flushed
    node->next = root->nodes;
    root->nodes = node;
    return node;
}

static void drop_entries(Node *folder) {
    for (size_t at = 0; at < folder->count; at++) free(folder->entries[at].name);
    free(folder->entries);
    folder->entries = NULL;
    folder->count = 0;
}

static void add_entry(Node *folder, const char *name, Node *node) {
    folder->entries = must(realloc(folder->entries, (folder->count + 1) * sizeof *folder->entries));
    folder->entries[folder->count].name = must(strdup(name));
    folder->entries[folder->count].node = node;
    folder->count++;
}

static void drop_nodes(Root *root) {
    while (root->nodes) {
        Node *node = root->nodes;
        root->nodes = node->next;
        drop_entries(node);
        free(node->bytes);
        free(node);
    }
    root->top = NULL;
    for (int fd = 0; fd < MOST_FILES; fd++) {
        if (open_files[fd].root == root) open_files[fd] = (Open){0};
    }
}

// ------------------------------------------------------------------------------------------- what reaches the disk

// The file's bytes reach the disk.
static void keep_bytes(Node *node, int fd) {
    struct stat facts;
    if (fstat(fd, &facts) != 0) return;
    size_t size = (size_t)facts.st_size;
    off_t from = node->dirty_from, to = node->dirty_to < facts.st_size ? node->dirty_to : facts.st_size;
    node->bytes = must(realloc(node->bytes, size ? size : 1));
    if (size > node->size) {
        memset(node->bytes + node->size, 0, size - node->size);
        if ((off_t)node->size < from) from = (off_t)node->size;
        to = facts.st_size;
    }
    node->size = size;
    while (from < to) {
        ssize_t got = pread(fd, node->bytes + from, (size_t)(to - from), from);
        if (got <= 0) break;
        from += got;
    }
    node->dirty_from = LLONG_MAX;
    node->dirty_to = 0;
}

// The same for a file that may be open for writing only.
static void flushed(Node *node, int fd) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int reading = REAL(open)(link, O_RDONLY | O_CLOEXEC);
    if (reading < 0) abort();
    keep_bytes(node, reading);
    REAL(close)(reading);
}

// The folder's names reach the disk.
static void keep_names(Root *root, Node *folder, const char *path) {
    DIR *listing = opendir(path);
    if (!listing) return;
    drop_entries(folder);
    struct dirent *found;
    while ((found = readdir(listing))) {
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0 || is_passing(found->d_name)) continue;
        struct stat facts;
        if (fstatat(dirfd(listing), found->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) continue;
        Node *node = node_of(root, &facts);
        // A rename is one step: what has arrived here is no longer where it came from.
        for (Node *other = root->nodes; other; other = other->next) {
            for (size_t at = 0; other != folder && at < other->count; at++) {
                if (other->entries[at].node != node) continue;
                free(other->entries[at].name);
                other->entries[at] = other->entries[--other->count];
                break;
            }
        }
        add_entry(folder, found->d_name, node);
    }
    closedir(listing);
}

// Takes everything below a folder for durable, as it is now.
static void keep_all(Root *root, Node *folder, const char *path) {
    keep_names(root, folder, path);
    for (size_t at = 0; at < folder->count; at++) {
        char below[PATH_MAX];
        if (snprintf(below, sizeof below, "%s/%s", path, folder->entries[at].name) >= (int)sizeof below) abort();
        Node *node = folder->entries[at].node;
        if (node->is_folder) {
            keep_all(root, node, below);
            continue;
        }
        int fd = REAL(open)(below, O_RDONLY | O_CLOEXEC);
        if (fd < 0) continue;
        node->dirty_from = 0;
        node->dirty_to = LLONG_MAX;
        keep_bytes(node, fd);
        REAL(close)(fd);
    }
}

// Keeps every name and every length as they are now, and of the bytes only those that were flushed: a file system may
// have written its own records and not yet the data they speak of.
static void keep_hollow(Root *root, Node *folder, const char *path) {
    keep_names(root, folder, path);
    for (size_t at = 0; at < folder->count; at++) {
        char below[PATH_MAX];
        if (snprintf(below, sizeof below, "%s/%s", path, folder->entries[at].name) >= (int)sizeof below) abort();
        Node *node = folder->entries[at].node;
        struct stat facts;
        if (node->is_folder) {
            keep_hollow(root, node, below);
        } else if (lstat(below, &facts) == 0) {
            size_t size = (size_t)facts.st_size;
            node->bytes = must(realloc(node->bytes, size ? size : 1));
            if (size > node->size) memset(node->bytes + node->size, 0, size - node->size);
            node->size = size;
        }
    }
}

static void begin(Root *root) {
    struct stat facts;
    drop_nodes(root);
    if (stat(root->path, &facts) != 0) return;
    root->top = node_of(root, &facts);
    root->is_armed = root->is_frozen = false;
    keep_all(root, root->top, root->path);
}

// Counts a step that is about to be taken, and freezes the folder before it when its time has come.
static void step(Root *root, Counted kind) {
    if (kind == AT_SYNCS) root->syncs++;
    else root->calls++;
    if (root->is_frozen || !root->is_armed || root->armed_at != kind) return;
    if (root->left-- > 0) return;
    // A killed process leaves the page cache behind: what was written is there, flushed or not.
    if (kind == AT_CALLS) keep_all(root, root->top, root->path);
    else if (root->leaves_hollow) keep_hollow(root, root->top, root->path);
    root->is_frozen = true;
}

static bool is_deaf(Root *root, Node *node, int fd) {
    char path[PATH_MAX], link[64], told[PATH_MAX + 8];
    if (!deaf_count) return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < (ssize_t)root->length) return false;
    path[length] = 0;
    const char *name = path + root->length;
    while (name > path && name[-1] != '/') name--;
    snprintf(told, sizeof told, "%s:%s", node->is_folder ? "folder" : "file", name);
    for (int at = 0; at < deaf_count; at++) {
        if (fnmatch(deaf[at], told, 0) == 0) return true;
    }
    return false;
}

static int synced(int fd, int (*flush)(int)) {
    pthread_mutex_lock(&lock);
    Open open = fd >= 0 && fd < MOST_FILES ? open_files[fd] : (Open){0};
    if (!open.root) {
        pthread_mutex_unlock(&lock);
        return flush(fd);
    }
    step(open.root, AT_SYNCS);
    if (!open.root->is_frozen && !is_deaf(open.root, open.node, fd)) {
        if (open.node->is_folder) {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
            keep_names(open.root, open.node, link);
        } else {
            flushed(open.node, fd);
        }
    }
    pthread_mutex_unlock(&lock);
    return 0;
}

// ------------------------------------------------------------------------------------------------ after the power cut

static void clear_below(const char *path) {
    DIR *listing = opendir(path);
    if (!listing) return;
    struct dirent *found;
    while ((found = readdir(listing))) {
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0) continue;
        char below[PATH_MAX];
        if (snprintf(below, sizeof below, "%s/%s", path, found->d_name) >= (int)sizeof below) abort();
        struct stat facts;
        if (lstat(below, &facts) == 0 && S_ISDIR(facts.st_mode)) {
            clear_below(below);
            REAL(rmdir)(below);
        } else {
            REAL(unlink)(below);
        }
    }
    closedir(listing);
}

static void write_below(Node *folder, const char *path) {
    for (size_t at = 0; at < folder->count; at++) {
        Node *node = folder->entries[at].node;
        char below[PATH_MAX];
        if (snprintf(below, sizeof below, "%s/%s", path, folder->entries[at].name) >= (int)sizeof below) abort();
        if (node->is_folder) {
            REAL(mkdir)(below, node->mode);
            write_below(node, below);
            continue;
        }
        int fd = REAL(open)(below, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, node->mode);
        if (fd < 0) continue;
        for (size_t done = 0; done < node->size;) {
            ssize_t put = REAL(write)(fd, node->bytes + done, node->size - done);
            if (put <= 0) abort();
            done += (size_t)put;
        }
        REAL(close)(fd);
    }
}

static void restore(Root *root) {
    clear_below(root->path);
    write_below(root->top, root->path);
    begin(root);
}

// --------------------------------------------------------------------------------------------------- what it is told

static Root *exactly(const char *path) {
    Root *root = root_of(path);
    return root && path[root->length] == 0 ? root : NULL;
}

static void watch(const char *path) {
    Root *root = exactly(path);
    if (!root) {
        root = must(calloc(1, sizeof *root));
        snprintf(root->path, sizeof root->path, "%s", path);
        root->length = strlen(root->path);
        root->next = roots;
        roots = root;
    }
    begin(root);
}

static void forget(Root *gone) {
    for (Root **at = &roots; *at; at = &(*at)->next) {
        if (*at != gone) continue;
        *at = gone->next;
        drop_nodes(gone);
        free(gone);
        return;
    }
}

// Does what a path below /powercut/ says and returns a file with the answer.
//
//   watch/ROOT              from now on, everything in it now being durable
//   forget/ROOT             no longer
//   arm/syncs/N/ROOT        freeze it after N more fsyncs, as a power cut would leave it
//   arm/hollow/N/ROOT       the same, with names and lengths that were not flushed, and zeroes for bytes that were not
//   arm/calls/N/ROOT        freeze it after N more changes, as a killed process would leave it
//   disarm/ROOT             do not, after all
//   state/ROOT              "SYNCS CALLS frozen|running"
//   restore/ROOT            put it back to what is left; nobody may have it open
//   split/ROOT              renaming between the folders in it fails from now on
//   deaf/PATTERN            ignore fsyncs of what fits, such as file:ROOT/files/*.part or folder:ROOT, where ROOT is the
//                           watched folder's own name
//   hear                    ignore none
static int answer(const char *told) {
    char text[128] = "done\n", kind[8];
    long count;
    int length = 0;
    pthread_mutex_lock(&lock);
    Root *root = strchr(told, '/') ? exactly(strchr(told, '/') + 1) : NULL;
    if (strncmp(told, "watch/", 6) == 0) {
        watch(told + 6);
    } else if (strncmp(told, "deaf/", 5) == 0 && deaf_count < MOST_PATTERNS) {
        deaf[deaf_count++] = must(strdup(told + 5));
    } else if (strcmp(told, "hear") == 0) {
        while (deaf_count) free(deaf[--deaf_count]);
    } else if (sscanf(told, "arm/%7[a-z]/%ld/%n", kind, &count, &length) == 2 && (root = exactly(told + length))) {
        root->is_armed = true;
        root->armed_at = strcmp(kind, "calls") == 0 ? AT_CALLS : AT_SYNCS;
        root->leaves_hollow = strcmp(kind, "hollow") == 0;
        root->left = count;
    } else if (!root) {
        snprintf(text, sizeof text, "powercut: not watched or not understood\n");
    } else if (strncmp(told, "forget/", 7) == 0) {
        forget(root);
    } else if (strncmp(told, "disarm/", 7) == 0) {
        root->is_armed = false;
    } else if (strncmp(told, "state/", 6) == 0) {
        snprintf(text, sizeof text, "%ld %ld %s\n", root->syncs, root->calls, root->is_frozen ? "frozen" : "running");
    } else if (strncmp(told, "restore/", 8) == 0) {
        restore(root);
    } else if (strncmp(told, "split/", 6) == 0) {
        root->is_split = true;
    }
    pthread_mutex_unlock(&lock);
    int fd = memfd_create("powercut", MFD_CLOEXEC);
    if (fd >= 0 && REAL(write)(fd, text, strlen(text)) >= 0) lseek(fd, 0, SEEK_SET);
    return fd;
}

// ------------------------------------------------------------------------------------------------- the calls themselves

// Writes a path as it is from the root of the file system.
static const char *whole(int folder, const char *path, char *room) {
    char start[PATH_MAX];
    if (path[0] == '/') return path;
    if (folder == AT_FDCWD) {
        if (!getcwd(start, sizeof start)) return path;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, start, sizeof start - 1);
        if (length < 0) return path;
        start[length] = 0;
    }
    if (snprintf(room, PATH_MAX, "%s/%s", start, path) >= PATH_MAX) abort();
    return room;
}

static int opened(int folder, const char *path, int flags, mode_t mode) {
    char room[PATH_MAX];
    if (strncmp(path, "/powercut/", 10) == 0) return answer(path + 10);
    if (!roots) return REAL(openat)(folder, path, flags, mode);
    const char *full = whole(folder, path, room);
    pthread_mutex_lock(&lock);
    Root *root = is_passing(full) ? NULL : root_of(full);
    if (!root) {
        pthread_mutex_unlock(&lock);
        return REAL(openat)(folder, path, flags, mode);
    }
    struct stat facts;
    bool is_there = stat(full, &facts) == 0;
    bool makes = (flags & O_CREAT) && !is_there;
    bool cuts = (flags & O_TRUNC) && is_there && facts.st_size > 0;
    if (makes || cuts) step(root, AT_CALLS);
    int fd = REAL(openat)(folder, path, flags, mode);
    if (fd >= 0 && fstat(fd, &facts) == 0) {
        if (fd >= MOST_FILES) abort();
        Node *node = node_of(root, &facts);
        if (cuts) {
            node->dirty_from = 0;
            node->dirty_to = LLONG_MAX;
        }
        open_files[fd] = (Open){root, node};
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

static mode_t mode_of(int flags, va_list rest) {
    return (flags & (O_CREAT | O_TMPFILE)) ? (mode_t)va_arg(rest, int) : 0;
}

#define OPEN(name)                                                                                                   \
    int name(const char *path, int flags, ...) {                                                                     \
        va_list rest;                                                                                                \
        va_start(rest, flags);                                                                                       \
        mode_t mode = mode_of(flags, rest);                                                                          \
        va_end(rest);                                                                                                \
        return opened(AT_FDCWD, path, flags, mode);                                                                  \
    }
#define OPENAT(name)                                                                                                 \
    int name(int folder, const char *path, int flags, ...) {                                                         \
        va_list rest;                                                                                                \
        va_start(rest, flags);                                                                                       \
        mode_t mode = mode_of(flags, rest);                                                                          \
        va_end(rest);                                                                                                \
        return opened(folder, path, flags, mode);                                                                    \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
    pthread_mutex_lock(&lock);
    if (fd >= 0 && fd < MOST_FILES) open_files[fd] = (Open){0};
    pthread_mutex_unlock(&lock);
    return REAL(close)(fd);
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

// Takes the lock and counts a change of a file; returns the node that it changes, if it is one of ours.
static Node *changing(int fd) {
    pthread_mutex_lock(&lock);
    Open open = fd >= 0 && fd < MOST_FILES ? open_files[fd] : (Open){0};
    if (open.root) step(open.root, AT_CALLS);
    return open.node;
}

// Remembers what was changed, and gives the lock back.
static ssize_t changed(Node *node, off_t from, ssize_t length) {
    int kept = errno;
    if (node && length > 0) {
        if (from < node->dirty_from) node->dirty_from = from;
        if (from + length > node->dirty_to) node->dirty_to = from + length;
    }
    pthread_mutex_unlock(&lock);
    errno = kept;
    return length;
}

// Where the next write goes.
static off_t place(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return lseek(fd, 0, flags >= 0 && (flags & O_APPEND) ? SEEK_END : SEEK_CUR);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    Node *node = changing(fd);
    off_t from = node ? place(fd) : 0;
    return changed(node, from, REAL(write)(fd, bytes, length));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    Node *node = changing(fd);
    off_t from = node ? place(fd) : 0;
    return changed(node, from, REAL(writev)(fd, parts, count));
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t from) {
    Node *node = changing(fd);
    return changed(node, from, REAL(pwrite)(fd, bytes, length, from));
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t from) { return pwrite(fd, bytes, length, from); }

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t from) {
    Node *node = changing(fd);
    return changed(node, from, REAL(pwritev)(fd, parts, count, from));
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t from) { return pwritev(fd, parts, count, from); }

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags) {
    Node *node = changing(to);
    off_t at = !node ? 0 : to_at ? *to_at : place(to);
    return changed(node, at, REAL(copy_file_range)(from, from_at, to, to_at, length, flags));
}

ssize_t sendfile(int to, int from, off_t *from_at, size_t length) {
    Node *node = changing(to);
    off_t at = node ? place(to) : 0;
    return changed(node, at, REAL(sendfile)(to, from, from_at, length));
}

ssize_t sendfile64(int to, int from, off64_t *from_at, size_t length) { return sendfile(to, from, from_at, length); }

int ftruncate(int fd, off_t length) {
    Node *node = changing(fd);
    int result = REAL(ftruncate)(fd, length);
    // Behind the new end nothing is as it was on the disk, whatever is written there later.
    if (node && result == 0 && length < node->dirty_from) node->dirty_from = length;
    if (node && result == 0) node->dirty_to = LLONG_MAX;
    changed(NULL, 0, 0);
    return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

// Takes the lock and counts a change of names.
static Root *renaming(const char *path) {
    pthread_mutex_lock(&lock);
    Root *root = is_passing(path) ? NULL : root_of(path);
    if (root) step(root, AT_CALLS);
    return root;
}

// A file whose last name goes gives its inode number back.
static Node *losing(Root *root, const char *path) {
    struct stat facts;
    if (!root || lstat(path, &facts) != 0 || (!S_ISDIR(facts.st_mode) && facts.st_nlink > 1)) return NULL;
    return node_of(root, &facts);
}

static int named(Node *lost, int result) {
    int kept = errno;
    if (lost && result == 0) lost->inode = 0;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return result;
}

// Two folders down: the server keeps everything in one, and what it stages beside what it keeps.
static bool in_one_folder(Root *root, const char *from, const char *to) {
    from += root->length + 1;
    to += root->length + 1;
    size_t length = strcspn(from, "/");
    if (from[length]) length += 1 + strcspn(from + length + 1, "/");
    return strncmp(from, to, length) == 0 && (to[length] == '/' || to[length] == 0);
}

int renameat2(int old_folder, const char *old_path, int new_folder, const char *new_path, unsigned flags) {
    char old_room[PATH_MAX], new_room[PATH_MAX];
    const char *from = whole(old_folder, old_path, old_room), *to = whole(new_folder, new_path, new_room);
    Root *root = renaming(to);
    if (root && root->is_split && !in_one_folder(root, from, to)) {
        errno = EXDEV;
        return named(NULL, -1);
    }
    Node *lost = losing(root, to);
    return named(lost, REAL(renameat2)(old_folder, old_path, new_folder, new_path, flags));
}

int renameat(int old_folder, const char *old_path, int new_folder, const char *new_path) {
    return renameat2(old_folder, old_path, new_folder, new_path, 0);
}

int linkat(int old_folder, const char *old_path, int new_folder, const char *new_path, int flags) {
    char old_room[PATH_MAX], new_room[PATH_MAX];
    const char *from = whole(old_folder, old_path, old_room), *to = whole(new_folder, new_path, new_room);
    Root *root = renaming(to);
    if (root && root->is_split && !in_one_folder(root, from, to)) {
        errno = EXDEV;
        return named(NULL, -1);
    }
    return named(NULL, REAL(linkat)(old_folder, old_path, new_folder, new_path, flags));
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int folder, const char *path, int flags) {
    char room[PATH_MAX];
    const char *full = whole(folder, path, room);
    Root *root = renaming(full);
    Node *lost = losing(root, full);
    return named(lost, REAL(unlinkat)(folder, path, flags));
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int folder, const char *path, mode_t mode) {
    char room[PATH_MAX];
    renaming(whole(folder, path, room));
    return named(NULL, REAL(mkdirat)(folder, path, mode));
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
