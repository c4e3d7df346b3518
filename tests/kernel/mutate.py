#!/usr/bin/env python3
# SPDX-License-Identifier: BlueOak-1.0.0
"""mutate.py SOURCE FOLDER [SECONDS [FILE...]]: is every guard of the kernel's
core seen to matter? One at a time, a condition is negated, a comparison moved,
an operator exchanged, a statement taken away or an error turned into success;
then the host tests run. A mutant on which they all pass has survived. The
order is the same each time; after SECONDS the rest is left out, and said so.
JOBS in the environment: how many at once, else all processors."""

import concurrent.futures
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import time

# Debugging aids, whose own tests are elsewhere.
EXCHANGES = [
    (r' == ', ' != '), (r' != ', ' == '), (r' < ', ' <= '), (r' <= ', ' < '),
    (r' > ', ' >= '), (r' >= ', ' > '), (r' && ', ' || '), (r' \|\| ', ' && '),
    (r' \+ ', ' - '), (r' - ', ' + '), (r'\+\+', '--'), (r'--', '++'),
    (r' \+= ', ' -= '), (r' -= ', ' += '), (r' \|= ', ' &= '),
    (r' & ', ' | '), (r'\bNULL\b', '(void *)64'),
    (r'return true', 'return false'), (r'return false', 'return true'),
    (r'return (E_\w+);', 'return OK;'), (r' : (E_\w+);', ' : OK;'),
    (r'!= 0 \?', '== 0 ?'),
    # The check is made, but what it says is not looked at.
    (r'\bTRY\(', '(void)('),
]
# Not those of TRY, whose work the rest of the function needs.
STATEMENT = re.compile(r'^\t+(?!return|break|case|goto|const|static|struct|TRY|'
                       r'uint|int|bool|unsigned|kernel_status|enum|char|void)'
                       r'[\w*(].*;$')
FLAGS = ['-std=gnu11', '-O0', '-w', '-DVESPER_DEBUG=1',
         '-Dsched_yield=kernel_sched_yield']


def mutants(path):
    """Yields (line number, what was done, the whole text)."""
    lines = open(path).read().split('\n')
    comment = False
    for number, line in enumerate(lines):
        if '/*' in line:
            comment = True
        if comment or line.startswith('#') or not line.startswith('\t'):
            comment = comment and '*/' not in line
            continue
        changed = []
        for pattern, new in EXCHANGES:
            for match in re.finditer(pattern, line):
                changed.append(line[:match.start()] + new + line[match.end():])
        match = re.match(r'^(\t+(?:else )?(?:if|while) )\((.*)\)( \{)?$', line)
        match = match or re.match(r'^(\t+\} else if )\((.*)\)( \{)$', line)
        if match:
            changed.append('%s(!(%s))%s' % (match[1], match[2],
                                            match[3] or ''))
        if STATEMENT.match(line) and line.count('(') == line.count(')') and \
                not lines[number - 1].rstrip().endswith((',', '=', '(', '?')):
            changed.append(re.match(r'\t+', line)[0] + ';')
        for new in changed:
            yield number + 1, new.strip(), '\n'.join(
                lines[:number] + [new] + lines[number + 1:])


def compile_one(source, text, out):
    command = ['cc', *FLAGS, '-I' + source + '/kernel/include',
               '-I' + source + '/kernel/arch/host', '-x', 'c', '-c', '-o',
               out, '-']
    return subprocess.run(command, input=text.encode(), capture_output=True,
                          timeout=60).returncode == 0


def passes(command, folder):
    try:
        return subprocess.run(command, cwd=folder, capture_output=True,
                              timeout=20).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def judge(job):
    """'killed', 'same' (no code changed), 'broken' (no C) or 'survived'."""
    source, base, folder, path, text = job
    name = os.path.basename(path)[:-2] + '.o'
    work = os.path.join(folder, 'mutant-%d' % os.getpid())
    os.makedirs(work, exist_ok=True)
    made = os.path.join(work, name)
    if not compile_one(source, text, made):
        return 'broken'
    if open(made, 'rb').read() == open(base + '/core/' + name, 'rb').read():
        return 'same'
    library = os.path.join(work, 'libkernel.a')
    shutil.copy(base + '/libkernel.a', library)
    subprocess.run(['ar', 'r', library, made], check=True,
                   capture_output=True)
    os.remove(made)
    world = [base + '/rest/%s.o' % n for n in
             ('fast', 'record', 'run', 'world')]
    pair = glob.glob(base + '/rest/model*.o') + [
        *glob.glob(base + '/rest/pair*.o'), base + '/rest/hash.o']
    script = '-Wl,-T,' + source + '/kernel/arch/host/state.ld'
    unit = ['cc', '-o', 'unit', *glob.glob(base + '/rest/kernel*.o'), *world,
            library, '-lcunit', script]
    random_ = ['cc', '-o', 'random', base + '/rest/random.o', *pair, *world,
               library, script]
    product = ['cc', '-o', 'product', *glob.glob(base + '/rest/product*.o'),
               *world, library, script]
    for build, run in ((unit, ['./unit']), (product, ['./product']),
                       (random_, ['./random', '30000'])):
        if subprocess.run(build, cwd=work, capture_output=True).returncode:
            return 'broken'
        if not passes(run, work):
            return 'killed'
    return 'survived'


def main():
    source, folder = map(os.path.abspath, sys.argv[1:3])
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 600
    names = sys.argv[4:]
    base = os.path.join(folder, 'base')
    subprocess.run(['sh', source + '/tests/kernel/build.sh', source, base,
                    '-O0', '-w'], check=True)
    jobs = []
    for path in sorted(glob.glob(source + '/kernel/core/*.c')):
        name = os.path.basename(path)
        if names and name not in names:
            continue
        # As the mutants are compiled: from standard input.
        compile_one(source, open(path).read(),
                    base + '/core/' + name[:-2] + '.o')
        for number, what, text in mutants(path):
            jobs.append((name, number, what,
                         (source, base, folder, path, text)))
    random.Random(1).shuffle(jobs)
    counts = dict.fromkeys(('killed', 'survived', 'same', 'broken'), 0)
    survivors, left, end = [], 0, time.monotonic() + seconds
    workers = int(os.environ.get('JOBS', os.cpu_count() or 2))
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        for start in range(0, len(jobs), 4 * workers):
            batch = jobs[start:start + 4 * workers]
            if time.monotonic() > end:
                left = len(jobs) - start
                break
            results = pool.map(judge, [job[3] for job in batch])
            for (name, number, what, _), result in zip(batch, results):
                counts[result] += 1
                if result == 'survived':
                    survivors.append((name, number, what))
    for name, number, what in sorted(survivors):
        print('survived: kernel/core/%s:%d: %s' % (name, number, what))
    tried = counts['killed'] + counts['survived']
    print('%d of %d mutants killed, %.1f %%; %d the same code, %d no C, '
          '%d left out for time' %
          (counts['killed'], tried, 100.0 * counts['killed'] / max(tried, 1),
           counts['same'], counts['broken'], left))


if __name__ == '__main__':
    main()
