/* Ends its process with SIGKILL in the midst of what it writes: see killing.py, which preloads this library.

   Bytes written to regular files are counted, and so are renames, removals, cuts and syncs, each as STEP bytes: the
   process dies when the count reaches the limit, with what lies before it written and nothing after it. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define STEP 200

static long counted = 0, limit = -1;

void kill_after(long count) { counted = 0; limit = count; }

long counted_so_far(void) { return counted; }

static int regular(int file) {
    struct stat facts;
    return file > STDERR_FILENO && fstat(file, &facts) == 0 && S_ISREG(facts.st_mode);
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

/* How much of so many bytes may be written; the rest is never written. */
static size_t allowed(size_t size) {
    if (limit >= 0 && counted + (long)size >= limit) return (size_t)(limit - counted);
    return size;
}

#define NEXT(name) __typeof__(&name) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define WRITING(name, file, size, ...)                                  \
    NEXT(name);                                                         \
    if (!regular(file)) return next(__VA_ARGS__);                       \
    size_t whole = size;                                                \
    size = allowed(whole);                                              \
    int last = limit >= 0 && counted + (long)whole >= limit;            \
    ssize_t done = size || !last ? next(__VA_ARGS__) : 0;               \
    if (last) die();                                                    \
    if (done > 0) counted += done;                                      \
    return done;

/* Half of a step lies before it, half behind it. */
#define STEPPING(name, ...)                                             \
    NEXT(name);                                                         \
    if (limit >= 0 && counted + STEP / 2 >= limit) die();               \
    __typeof__(next(__VA_ARGS__)) done = next(__VA_ARGS__);             \
    counted += STEP;                                                    \
    if (limit >= 0 && counted >= limit) die();                          \
    return done;

ssize_t write(int file, const void *bytes, size_t size) { WRITING(write, file, size, file, bytes, size) }
ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) { WRITING(pwrite, file, size, file, bytes, size, at) }
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) { WRITING(pwrite64, file, size, file, bytes, size, at) }
int fsync(int file) { STEPPING(fsync, file) }
int fdatasync(int file) { STEPPING(fdatasync, file) }
int ftruncate(int file, off_t size) { STEPPING(ftruncate, file, size) }
int ftruncate64(int file, off64_t size) { STEPPING(ftruncate64, file, size) }
int rename(const char *from, const char *to) { STEPPING(rename, from, to) }
int renameat(int here, const char *from, int there, const char *to) { STEPPING(renameat, here, from, there, to) }
int unlink(const char *path) { STEPPING(unlink, path) }
int unlinkat(int here, const char *path, int how) { STEPPING(unlinkat, here, path, how) }
int chmod(const char *path, mode_t mode) { STEPPING(chmod, path, mode) }
