// A library laid under a program that is to be killed before one named call to the disk.
//
//   XUNGE_KILL=CALL/NUMBER/PATTERN    before the call of that number, from 0, whose path fits
//
// CALL is write, sync, rename, unlink or any; PATTERN is as in a shell and fits the whole path. The program dies as by
// kill -9: nothing of it runs any more, and what it wrote stays in the page cache.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static char wanted[16], pattern[PATH_MAX];
static atomic_long left;

__attribute__((constructor)) static void begin(void) {
    const char *told = getenv("XUNGE_KILL");
    long number;
    left = -1;
    if (told && sscanf(told, "%15[a-z]/%ld/%4095s", wanted, &number, pattern) == 3) left = number;
}

static void before(const char *call, const char *path) {
    if (atomic_load(&left) < 0) return;
    if (strcmp(wanted, "any") != 0 && strcmp(wanted, call) != 0) return;
    if (fnmatch(pattern, path, 0) != 0) return;
    if (atomic_fetch_sub(&left, 1) == 0) kill(getpid(), SIGKILL);
}

static void before_fd(const char *call, int fd) {
    if (atomic_load(&left) < 0) return;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    before(call, path);
}

int fsync(int fd) {
    before_fd("sync", fd);
    return REAL(fsync)(fd);
}

int fdatasync(int fd) {
    before_fd("sync", fd);
    return REAL(fdatasync)(fd);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    before_fd("write", fd);
    return REAL(write)(fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    before_fd("write", fd);
    return REAL(writev)(fd, parts, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t from) {
    before_fd("write", fd);
    return REAL(pwrite)(fd, bytes, length, from);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t from) {
    before_fd("write", fd);
    return REAL(pwrite64)(fd, bytes, length, from);
}

int rename(const char *from, const char *to) {
    before("rename", to);
    return REAL(rename)(from, to);
}

int unlink(const char *path) {
    before("unlink", path);
    return REAL(unlink)(path);
}
