#!/usr/bin/env python3
# SPDX-License-Identifier: BlueOak-1.0.0
"""cost.py NOTES SOURCE KERNEL.ELF OBJDUMP ADDR2LINE: the longest path of the
kernel's code for each of its entries, in instructions, as a table for
doc/kernel.md. With --functions the cost of each function, for each entry; with
--bench what is wrong with the output of make bench on standard input: a figure
that is more than the longest paths of what was measured.

The control-flow graph is that of the disassembly. Each loop of the machine
code is brought back to the loop of the source that it comes from; how often
that can run stands in cost.txt, beside this file, with the constant that says
so. A loop that is not there, a recursion, and an indirect call whose targets
are not there are errors: nothing is guessed. A path may be one that no input
takes, since conditions are not looked at, so every number is an upper bound."""

import math
import os
import re
import sys
from collections import defaultdict

from cost_graph import Binary, Constants, Graph, Notes, Source, Wrong

LARGE = 64          # vps of the larger system, for the growth with each vp
SMALL = 32          # vps of the system in the table


class Cost:
    """Instructions of a path, and the calls on it: (their instructions,
    address, how often)."""

    def __init__(self, count=0, calls=()):
        self.count, self.calls = count, calls

    def plus(self, other):
        if other is None:
            return self
        return Cost(self.count + other.count, self.calls + other.calls)

    def times(self, n):
        return Cost(self.count * n,
                    tuple((c * n, t, m * n) for c, t, m in self.calls))


class Analysis:
    def __init__(self, source, binary, notes, constants):
        self.source, self.binary = source, binary
        self.notes, self.constants = notes, constants
        self.dead = {a for a, n in binary.functions.items()
                     if n in notes.dispatch.get('dead', ())}
        self.graphs, self.named = {}, {}

    def graph(self, start):
        if start not in self.graphs:
            graph = Graph(self.binary, start, self.dead)
            self.graphs[start] = (graph, graph.loops())
        return self.graphs[start]

    def loops_named(self, graph, loops, index):
        """The loops of the source that one of the machine code is: the one it
        comes from and, if two have become one, those around that."""
        key = (graph.start, index)
        if key in self.named:
            return self.named[key]
        blocks, around = loops[index][0], loops[index][3]
        inner = set()
        for other in loops[:index]:
            if other[0] < blocks:
                inner |= other[0]
        own = [i for b in blocks - inner for i in graph.blocks[b]]
        hits = defaultdict(int)
        for i in own:
            for loop in {loop for _, path, line in i.frames
                         for loop in self.source.loops(path)
                         if loop[2] <= line <= loop[3]}:
                hits[loop] += 1
        good = sorted((l for l, n in hits.items() if n >= 0.6 * len(own)),
                      key=lambda l: (l[3] - l[2], l))
        if not good:
            places = {f[0] for i in own for f in i.frames[:1]}
            raise Wrong('%s: a loop at %x of %s has no loop in the source' %
                        (self.binary.name(graph.start), min(blocks),
                         ', '.join(sorted(places))))
        elsewhere = {l for j in around
                     for l in self.loops_named(graph, loops, j)}
        self.named[key] = good[:1] + [l for l in good[1:]
                                      if l not in elsewhere]
        return self.named[key]

    def bound(self, named):
        """(times, once for the whole entry)"""
        bounds = [self.bound_of(loop) for loop in named]
        return (math.prod(b[0] for b in bounds), any(b[1] for b in bounds))

    def bound_of(self, loop):
        key = loop[0], loop[1]
        if key not in self.notes.loops:
            self.notes.missing.add('no bound in cost.txt for loop %d of %s: %s' %
                                   (loop[1], loop[0], loop[4]))
            return 1, False
        self.notes.used.add(key)
        text, once = self.notes.loops[key]
        return self.constants.value(text), once


class Entry:
    """The costs of all functions as one entry can run them."""

    def __init__(self, analysis, allowed, stops):
        self.a, self.allowed, self.stops = analysis, set(allowed), stops
        self.memo, self.stack, self.once = {}, [], {}

    def share(self, here, dispatcher, handlers, block):
        """Whose a block of a function is under a dispatcher: True: this
        entry's, False: another's, None: nobody's own."""
        others, mine, total = 0, False, 0
        for i in block:
            names = [f[0] for f in i.frames]
            if i.name == 'nop' or \
                    here != dispatcher and dispatcher not in names:
                continue
            if dispatcher in names:
                names = names[:names.index(dispatcher)]
            called = self.a.binary.functions.get(i.target)
            if called in handlers:
                names = [called] + names
            total += 1
            if any(n in handlers and n in self.allowed for n in names):
                mine = True
            elif any(n in handlers for n in names):
                others += 1
                if called in handlers:
                    return False
        if mine:
            return True
        return False if total > 0 and others == total else None

    def kept(self, graph):
        """The blocks that this entry can run. Where two handlers have a piece
        in common, the compiler says it is of one: what this entry's own lead
        to is its own."""
        here = self.a.binary.name(graph.start)
        kept = set(graph.blocks)
        for dispatcher, handlers in self.a.notes.dispatch.items():
            whose = {at: self.share(here, dispatcher, handlers, block)
                     for at, block in graph.blocks.items()}
            work = [at for at in whose if whose[at]]
            while work:
                for to in graph.next[work.pop()]:
                    if whose[to] is False:
                        whose[to] = True
                        work.append(to)
            kept -= {at for at in whose if whose[at] is False}
        return sorted(kept)

    def call(self, address):
        name = self.a.binary.name(address)
        if name in self.stops:
            return Cost()
        return self.function(address)

    def block(self, graph, at):
        block = graph.blocks[at]
        count, calls = len(block), []
        for i in block:
            targets = []
            if i.name == 'bl' or (i.name == 'b' and graph.leaves(i)):
                targets = [i.target]
            elif i.name in ('blr', 'br'):
                targets = self.indirect(graph, i)
            elif i.target is not None and graph.leaves(i):
                targets = [i.target]    # a conditional tail call
            costs = [(self.call(t), t) for t in targets
                     if t not in self.a.dead]
            if not costs:
                continue
            cost, target = max(costs, key=lambda c: c[0].count)
            count += cost.count
            calls.append((cost.count, target, 1))
        return Cost(count, tuple(calls))

    def indirect(self, graph, instruction):
        """Where a jump through a pointer can go: by the function that is its
        source."""
        places = [f[0] for f in instruction.frames]
        here = [p for p in places if p in self.a.notes.indirect]
        if not here:
            raise Wrong('%s jumps to an address of its own making' %
                        ', '.join(places[:1]))
        names = self.a.notes.indirect[here[0]]
        kept = [n for n in names if n in self.allowed] or names
        wanted = [a for a, n in self.a.binary.functions.items() if n in kept]
        if not wanted:
            raise Wrong('no function %s' % ' '.join(kept))
        return wanted

    def function(self, address):
        if address in self.memo:
            return self.memo[address]
        if address in self.stack:
            raise Wrong('recursion: %s' % ' '.join(
                self.a.binary.name(a) for a in self.stack + [address]))
        self.stack.append(address)
        graph, loops = self.a.graph(address)
        weights = {b: self.block(graph, b) for b in self.kept(graph)}
        cost = self.longest(graph, loops, weights)
        self.stack.pop()
        self.memo[address] = cost
        return cost

    def longest(self, graph, loops, weights):
        """Loops become nodes, the innermost first; then the longest path."""
        edges = {b: [t for t in graph.next[b] if t in weights]
                 for b in weights}
        extra = {}      # (from, to): cost on top, of a loop that is left
        shared = {}
        inside = {b: b for b in weights}        # the node it is now part of
        final = {b for b in weights
                 if not graph.next[b] and self.comes_back(graph, b)}
        for index in range(len(loops)):
            self.collapse(graph, loops, index, weights, edges, extra, inside,
                          final, shared)
        if graph.start not in weights:
            raise Wrong('%s cannot be entered' %
                        self.a.binary.name(graph.start))
        start = inside[graph.start]
        far = self.distances([start], edges, weights, extra)
        best = self.most(far[inside[b]].plus(extra.get((inside[b], None)))
                         for b in final if inside[b] in far)
        if best is None:
            raise Wrong('%s has no end' % self.a.binary.name(graph.start))
        return best

    def comes_back(self, graph, block):
        last = graph.blocks[block][-1]
        return last.name == 'wfi' or last.target not in self.a.dead

    @staticmethod
    def distances(starts, edges, weights, extra, within=None):
        """Longest paths from `starts` over a graph without cycles; the weight
        of a node is counted when it is reached."""
        order, state = [], set()

        def visit(node):
            stack = [(node, iter(edges.get(node, ())))]
            state.add(node)
            while stack:
                n, rest = stack[-1]
                for to in rest:
                    if to not in state and (within is None or to in within):
                        state.add(to)
                        stack.append((to, iter(edges.get(to, ()))))
                        break
                else:
                    order.append(n)
                    stack.pop()
        for start in starts:
            if start not in state:
                visit(start)
        far = {start: weights[start] for start in starts}
        for n in reversed(order):
            for to in edges.get(n, ()):
                if within is not None and to not in within:
                    continue
                cost = far[n].plus(extra.get((n, to))).plus(weights[to])
                if to not in far or cost.count > far[to].count:
                    far[to] = cost
        return far

    def collapse(self, graph, loops, index, weights, edges, extra, inside,
                 final, shared):
        """A loop becomes one node: what it costs is on the edges out of it.
        In at any entry, at most `times` rounds through the pivot, out."""
        blocks, entries, pivot, _ = loops[index]
        body = {inside[b] for b in blocks if b in weights}
        heads = {inside[b] for b in entries if b in weights}
        if not heads or pivot not in weights:
            return      # none of it is left in this entry
        pivot = inside[pivot]
        forward = {n: [t for t in edges[n] if t != pivot] for n in body}
        around = self.distances([pivot], forward, weights, extra, body)
        cycle = self.most(around[n].plus(extra.get((n, pivot)))
                          for n in around if pivot in edges[n])
        if cycle is None:
            return      # it cannot come round in this entry
        named = self.a.loops_named(graph, loops, index)
        times, once = self.a.bound(named)
        cycle = self.most([cycle] + shared.pop(index, []))
        parent = min(loops[index][3], default=None)
        if parent is not None and named[0] == \
                self.a.loops_named(graph, loops, parent)[0]:
            # One loop of the source with two ways round: they have its bound
            # together, so the longer one has it alone.
            shared.setdefault(parent, []).append(cycle)
            times = 0
        elif once:
            key = named[0][:2]
            again = cycle.times(times)
            if again.count > self.once.get(key, Cost()).count:
                self.once[key] = again
            times = 0
        entering = self.distances(sorted(heads), forward, weights, extra, body)
        first = Cost() if heads == {pivot} else self.most(
                          [Cost()] * (pivot in heads) +
                          [entering[n].plus(extra.get((n, pivot)))
                           for n in entering if pivot in edges[n]])
        rounds = cycle.times(times).plus(first)

        def leaving(node, to):
            ways = [] if node not in around else [
                around[node].plus(extra.get((node, to))).plus(rounds)]
            if node in entering:
                ways.append(entering[node].plus(extra.get((node, to))))
            return ways
        outside = {to for n in body for to in edges[n]} - body
        left = {to: self.most(w for n in body if to in edges[n]
                              for w in leaving(n, to)) for to in outside}
        finals = {b for b in final if inside[b] in body}
        stay = self.most(w for b in finals for w in leaving(inside[b], None))
        node = min(heads)
        for b in finals:
            final.remove(b)
        if stay is not None:
            final.add(min(b for b in inside if inside[b] == node))
            extra[node, None] = stay
        for to, cost in left.items():
            if cost is not None:
                extra[node, to] = cost
        weights[node] = Cost()
        for b in inside:
            if inside[b] in body:
                inside[b] = node
        for n in body - {node}:
            edges.pop(n, None)
        edges[node] = [to for to in outside if left[to] is not None]
        for n in edges:
            if n == node:
                continue
            into = [extra[n, t] for t in edges[n]
                    if t in body and (n, t) in extra]
            if into:
                extra[n, node] = self.most(into)
            edges[n] = list(dict.fromkeys(node if t in body else t
                                          for t in edges[n]))

    @staticmethod
    def most(costs):
        return max(costs, key=lambda c: c.count, default=None)


# ---- the table -------------------------------------------------------------

def heaviest(entry, binary, cost, depth=0):
    """The calls that make most of a path, by name."""
    names = []
    while cost.calls and depth < 5:
        sums = defaultdict(lambda: [0, 0])
        for count, target, times in cost.calls:
            sums[target][0] += count
            sums[target][1] += times
        target, (count, times) = max(sums.items(), key=lambda s: s[1][0])
        if count * 3 < cost.count:
            break
        names.append(('%d times ' % times if times > 1 else '') +
                     binary.name(target))
        cost, depth = entry.call(target), depth + 1
    return ', '.join(names)


def measure(analysis, start, allowed, stops):
    """(instructions, what most of them are in) of a longest path."""
    best = 0, ''
    for address in analysis.binary.addresses(start):
        entry = Entry(analysis, allowed, stops)
        cost = entry.function(address)
        if '--functions' in sys.argv:
            print_functions(entry, analysis.binary)
        total = cost.count + sum(c.count for c in entry.once.values())
        best = max(best, (total, heaviest(entry, analysis.binary, cost)))
    return best


def print_functions(entry, binary):
    for at, cost in sorted(entry.memo.items(), key=lambda m: m[1].count):
        print('%8d %s' % (cost.count, binary.name(at)))
    for key, cost in entry.once.items():
        print('%8d once: %s' % (cost.count, key[0]))


def check_complete(root, notes):
    """Every system call has its line; invoke has one for each operation."""
    abi = os.path.join(root, 'kernel/include/vesper/abi/')
    names = {m[1].lower() for m in re.finditer(
        r'\bX\(([A-Z_]+), "', open(abi + 'syscall.h').read())} - {'invoke'}
    missing = names - {name for name, _, _ in notes.entries}
    if missing:
        raise Wrong('no entry for: %s' % ', '.join(sorted(missing)))


def check_bench(notes, costs):
    """Nothing that was measured is more than what was computed."""
    seen = set()
    for line in sys.stdin:
        name, figure = line.split('\t')[:2]
        if name not in notes.bench:
            continue
        seen.add(name)
        most = sum(costs[entry] for entry in notes.bench[name])
        if int(figure) > most:
            raise Wrong('%s: measured %s, but the longest path has %d' %
                        (name, figure, most))
        print('%s: measured %s, at most %d' % (name, figure, most))
    if seen != set(notes.bench):
        raise Wrong('not measured: %s' % ' '.join(set(notes.bench) - seen))


def main():
    notes, root, elf, objdump, addr2line = sys.argv[1:6]
    notes = Notes(notes, root)
    check_complete(root, notes)
    source = Source(root)
    binary = Binary(elf, objdump, addr2line, root)
    rows, growth = [], {}
    small = Analysis(source, binary, notes, Constants(root, SMALL))
    large = Analysis(source, binary, notes, Constants(root, LARGE))
    for name, start, allowed in notes.entries:
        stops = set() if start in notes.dispatch.get('stops', ()) else \
            notes.dispatch.get('stops', set())
        count, path = measure(small, start, allowed, stops)
        more, _ = measure(large, start, allowed, stops)
        growth[name] = math.ceil((more - count) / (LARGE - SMALL))
        rows.append((name, count, growth[name], path))
    unused = set(notes.loops) - notes.used
    if notes.missing:
        raise Wrong('\n'.join(sorted(notes.missing)))
    if unused:
        raise Wrong('no such loop any more: %s' %
                    ', '.join('%s %d' % u for u in sorted(unused)))
    if '--bench' in sys.argv:
        check_bench(notes, {row[0]: row[1] for row in rows})
        return
    print('| entry | instructions | each vp beyond %d | most of them in |\n'
          '|---|---|---|---|' % SMALL)
    for row in rows:
        print('| %s | %d | %d | %s |' % row)


if __name__ == '__main__':
    try:
        main()
    except Wrong as wrong:
        sys.exit('cost.py: %s' % wrong)
