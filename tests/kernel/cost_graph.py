# SPDX-License-Identifier: BlueOak-1.0.0
"""What cost.py looks at: the loops and constants of the source, what cost.txt
says of them, the kernel's binary, and the graph of each of its functions."""

import os
import re
import subprocess
from collections import defaultdict


class Wrong(Exception):
    """The kernel, or cost.txt, is not as this program can understand it."""


# ---- the source: its loops and constants ----------------------------------

class Source:
    """The loops of the functions of C files, in order, with their lines."""

    def __init__(self, root):
        self.root = root
        self.files = {}

    def loops(self, path):
        """[(function, number, first line, last line, text)]"""
        if path not in self.files:
            self.files[path] = self.read(path)
        return self.files[path]

    def read(self, path):
        full = os.path.join(self.root, path)
        if not os.path.isfile(full):
            return []
        lines = open(full).read().split('\n')
        found, function, number, head = [], None, 0, ''
        for at, line in enumerate(lines):
            match = re.match(r'^(?:[\w*].*?)??[ *]?(\w+)\(', line)
            if match and not line.startswith(('#', '\t', ' ')):
                head = match[1]
            if line == '{':
                function, number = head, 0
            if line == '}':
                function = None
            match = re.match(r'^(\t+)(?:\} )?(for \(|while \(|do \{)', line)
            if function is None or not match or line.endswith(');') and \
                    line.lstrip().startswith('} while'):
                continue
            number += 1
            found.append((function, number, at + 1,
                          self.end(lines, at, len(match[1])), line.strip()))
        return found

    @staticmethod
    def end(lines, at, tabs):
        last = at
        for i in range(at + 1, len(lines)):
            depth = len(lines[i]) - len(lines[i].lstrip('\t'))
            if lines[i].strip() == '':
                continue
            if depth > tabs or lines[i][depth] == ' ':
                last = i
                continue
            if depth == tabs and lines[i].lstrip().startswith('}'):
                last = i
            break
        return last + 1


class Constants:
    """#defines of the kernel and its ABI, and what cost.txt says of sizes."""

    def __init__(self, root, vps):
        self.values = {'VPS': vps, 'LOG_VPS': vps.bit_length(),
                       'CONTEXT_WORDS': 36}
        self.texts = {}
        for top in ('kernel', 'board', 'vlink'):
            for folder, _, names in os.walk(os.path.join(root, top)):
                for name in names:
                    if name.endswith(('.h', '.c')):
                        self.read(os.path.join(folder, name))

    def read(self, path):
        for match in re.finditer(r'^#define[ \t]+([A-Z]\w+)[ \t]+([^\\\n]+)$',
                                 open(path).read(), re.M):
            text = re.sub(r'/\*.*?(\*/|$)', '', match[2]).strip()
            self.texts.setdefault(match[1], text)

    def value(self, text):
        def known(match):
            name = match[0]
            if name in self.values:
                return str(self.values[name])
            if name not in self.texts:
                raise Wrong('no constant %s' % name)
            return '(%d)' % self.value(self.texts[name])
        text = re.sub(r'\b(0x[0-9a-f]+|[0-9]+)[uUlL]*\b', r'\1', text)
        text = re.sub(r'\b[A-Z]\w*\b', known, text)
        if not re.match(r'^[-+*/() 0-9xa-f]+$', text):
            raise Wrong('no number: %s' % text)
        return int(eval(text.replace('/', '//')))  # pylint: disable=eval-used


class Notes:
    """cost.txt: see its first lines."""

    def __init__(self, path, root):
        self.loops, self.indirect, self.entries = {}, {}, []
        self.bench = {}
        self.dispatch, self.used, self.missing = {}, set(), set()
        text = open(path).read().replace('\\\n', '')
        for number, line in enumerate(text.split('\n'), 1):
            words = line.split('#')[0].split()
            if not words:
                continue
            kind, words = words[0], words[1:]
            if kind in ('loop', 'once'):
                self.loops[words[0], int(words[1])] = (
                    ' '.join(words[2:]), kind == 'once')
            elif kind == 'operations':
                self.operations(root, words)
            elif kind == 'indirect':
                self.indirect[words[0]] = words[1:]
            elif kind == 'dispatch':
                self.dispatch[words[0]] = set(words[1:])
            elif kind == 'entry':
                at = words.index(':')
                self.entries.append((' '.join(words[:at]), words[at + 1],
                                     words[at + 2:]))
            elif kind == 'bench':
                self.bench[words[0]] = ' '.join(words[1:]).split(', ')
            else:
                raise Wrong('%s:%d: no such word: %s' % (path, number, kind))


    def operations(self, root, words):
        """The operations of the ABI: a line for each, and where the call
        through their table can go."""
        text = open(os.path.join(
            root, 'kernel/include/vesper/abi/operation.h')).read()
        functions = []
        for match in re.finditer(
                r'\bX\(([A-Z]+), ([A-Z_]+), [A-Z]+,\s*\\?\s*(\w+),', text):
            functions.append(match[3])
            if match[1] != 'DEBUG':
                name = 'any' if match[1] == 'CAP' else match[1].lower()
                self.entries.append((name + ' ' + match[2].lower(), words[2],
                                     words[3:] + [match[3]]))
        if not functions:
            raise Wrong('no operations in abi/operation.h')
        self.indirect[words[0]] = functions
        self.dispatch[words[0]] = set(functions)


# ---- the binary ------------------------------------------------------------

class Instruction:
    __slots__ = ('address', 'name', 'operands', 'target', 'frames')

    def __init__(self, address, name, operands):
        self.address, self.name, self.operands = address, name, operands
        self.target, self.frames = None, ()
        match = re.search(r'\b([0-9a-f]{6,16})(?: <[^>]*>)?$', operands)
        if match and (name in ('b', 'bl', 'cbz', 'cbnz', 'tbz', 'tbnz') or
                      name.startswith('b.')):
            self.target = int(match[1], 16)


class Binary:
    def __init__(self, elf, objdump, addr2line, root):
        self.code, self.order, self.functions = {}, [], {}
        self.files = {}
        self.symbols(elf, objdump)
        self.disassemble(elf, objdump)
        self.places(elf, addr2line, root)

    def symbols(self, elf, objdump):
        out = subprocess.run([objdump, '-t', elf], check=True, text=True,
                             capture_output=True).stdout
        for line in out.splitlines():
            match = re.match(r'^([0-9a-f]+) .{6}(.) (\S+)\s+[0-9a-f]+\s+'
                             r'(?:\.hidden )?(\S+)$', line)
            if match and match[2] == 'F':
                self.functions[int(match[1], 16)] = re.sub(r'\..*', '',
                                                           match[4])
        self.labels = {m[4]: int(m[1], 16) for m in (
            re.match(r'^([0-9a-f]+) .{6}(.) (\S+)\s+[0-9a-f]+\s+(\S+)$', line)
            for line in out.splitlines()) if m}

    def disassemble(self, elf, objdump):
        out = subprocess.run([objdump, '-d', '--no-show-raw-insn', elf],
                             check=True, text=True,
                             capture_output=True).stdout
        for line in out.splitlines():
            match = re.match(r'^\s*([0-9a-f]+):\t(\S+)\s*([^/]*)', line)
            if match:
                address = int(match[1], 16)
                self.code[address] = Instruction(
                    address, match[2], match[3].strip())
        self.order = sorted(self.code)

    def places(self, elf, addr2line, root):
        """Of each instruction the (function, file, line) it stands for,
        innermost first."""
        asked = '\n'.join(hex(a) for a in self.order)
        out = subprocess.run([addr2line, '-a', '-i', '-f', '-e', elf],
                             input=asked, check=True, text=True,
                             capture_output=True).stdout.splitlines()
        root = os.path.realpath(root) + '/'
        frames, at = None, 0
        while at < len(out):
            if out[at].startswith('0x'):
                frames = []
                self.code[int(out[at], 16)].frames = frames
                at += 1
                continue
            path, _, line = out[at + 1].partition(':')
            path = os.path.normpath(path)
            if path.startswith(root):
                path = path[len(root):]
            path = re.sub(r'^.*?(?=(kernel|board)/)', '', path, count=1)
            # Binutils 2.40 takes the first file of the unit for the unit.
            if path == 'kernel/unit.c':
                path = self.file_of(root, re.sub(r'\..*', '', out[at]))
            line = re.match(r'\d*', line)[0]
            frames.append((re.sub(r'\..*', '', out[at]), path,
                           int(line or 0)))
            at += 2

    def file_of(self, root, function):
        if not self.files:
            for folder, _, names in os.walk(root + 'kernel'):
                for path in (os.path.join(folder, n) for n in names
                             if n.endswith('.c') and 'host' not in folder):
                    for name in re.findall(r'^[\w].*?(\w+)\([^;]*?\n{',
                                           open(path).read(), re.M):
                        self.files[name] = path[len(root):]
        return self.files.get(function, 'kernel/unit.c')

    def addresses(self, start):
        """Of a symbol, of SYMBOL+HEX, or of wherever the CPU wakes up; each is
        a function from now on."""
        if start == 'wakes':
            found = [i.address + 4 for i in self.code.values()
                     if i.name == 'wfi' and
                     any(f[0] == 'arch_idle' for f in i.frames)]
            for address in found:
                self.functions.setdefault(address, start)
            if found:
                return found
        label, _, offset = start.partition('+')
        if label not in self.labels:
            raise Wrong('no symbol %s' % label)
        address = self.labels[label] + int(offset or '0', 16)
        self.functions.setdefault(address, start)
        return [address]

    def name(self, address):
        return self.functions.get(address, hex(address))


# ---- graphs ----------------------------------------------------------------

ENDS = ('ret', 'eret', 'br', 'b', 'udf', 'brk', 'hlt')


class Graph:
    """The basic blocks of one function, or of the assembly's entries."""

    def __init__(self, binary, start, dead):
        self.binary, self.start = binary, start
        self.blocks, self.next = {}, {}
        self.explore(dead)

    def leaves(self, instruction):
        """Whether a jump is to another function: a tail call."""
        target = instruction.target
        return target != self.start and target in self.binary.functions

    def explore(self, dead):
        code, leaders, work = self.binary.code, {self.start}, [self.start]
        jumps, seen = {}, set()
        while work:
            at = work.pop()
            while at in code and at not in seen:
                seen.add(at)
                i = code[at]
                if i.name == 'wfi' or i.name == 'bl' and i.target in dead:
                    jumps[at] = []
                    break
                if i.target is not None and i.name != 'bl':
                    targets = [] if self.leaves(i) else [i.target]
                    if i.name != 'b':
                        targets.append(at + 4)
                    jumps[at] = targets
                    leaders.update(targets)
                    work.extend(targets)
                    break
                if i.name in ENDS:
                    jumps[at] = []
                    break
                at += 4
        for leader in leaders:
            block, at = [], leader
            while True:
                block.append(code[at])
                if at in jumps:
                    self.next[leader] = jumps[at]
                    break
                at += 4
                if at in leaders:
                    self.next[leader] = [at]
                    break
            self.blocks[leader] = block

    def loops(self):
        """What is run again, the innermost first: (blocks, entries, the block
        through which every round goes, the indices of what is around it)."""
        found = []
        edges = {n: list(to) for n, to in self.next.items()}
        for part in components(edges):
            self.nest(part, edges, found)
        found.sort(key=lambda loop: len(loop[0]))
        return [(blocks, entries, pivot,
                 [j for j, other in enumerate(found) if blocks < other[0]])
                for blocks, entries, pivot in found]

    def nest(self, part, edges, found):
        entries = {to for n in self.next for to in self.next[n]
                   if to in part and n not in part}
        entries |= {self.start} & part
        # Inside of another loop the way in may be a way round of that.
        entries |= {to for n in part for to in self.next[n]
                    if to in part and to not in edges[n]}
        candidates = sorted(entries) if len(entries) == 1 else sorted(part)
        best = None
        for pivot in candidates:
            cut = {n: [t for t in edges[n] if t in part and t != pivot]
                   for n in part}
            inner = components(cut)
            if best is None or len(inner) < len(best[2]):
                best = pivot, cut, inner
        pivot, cut, inner = best
        found.append((part, entries, pivot))
        for other in inner:
            self.nest(other, cut, found)


def components(edges):
    """The strongly connected components that are cycles (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(n):
        work = [(n, iter(edges[n]))]
        index[n] = low[n] = len(index)
        stack.append(n)
        while work:
            node, rest = work[-1]
            for to in rest:
                if to not in edges:
                    continue
                if to not in index:
                    index[to] = low[to] = len(index)
                    stack.append(to)
                    work.append((to, iter(edges[to])))
                    break
                if to in stack:
                    low[node] = min(low[node], index[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = set()
                    while node not in part:
                        part.add(stack.pop())
                    if len(part) > 1 or node in edges[node]:
                        found.append(part)
    for n in edges:
        if n not in index:
            visit(n)
    return found
