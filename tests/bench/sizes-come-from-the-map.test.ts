/* Flash and RAM by part, from a linker's map: rooms, long names, data in both, what is left out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtOf, libraryIn } from './made';
import { piecesOf } from './size';

const MAP = `
Discarded input sections

 .text          0x00000000       0x99 build/qemu-arm/quickjs/obj/runtime/core/loop.o

LOAD /opt/jerry/cortex-m3/lib/libjerry-core.a
Linker script and memory map

 .text.loop_run
                0x00001000       0x20 build/qemu-arm/quickjs/obj/runtime/core/loop.o
 .text.port     0x00001020       0x10 build/qemu-arm/quickjs/obj/ports/qemu-arm/clock.o
 .rodata.code_dgram
                0x00001100      0x400 build/qemu-arm/quickjs/registry.o
 .rodata.code_internal_errors
                0x00001500      0x100 build/qemu-arm/quickjs/registry.o
 .text.udp_send 0x00001600       0x30 build/qemu-arm/quickjs/obj/build/deps/lwip/src/core/udp.o
 .text          0x00001700       0x40 /opt/jerry/cortex-m3/lib/libjerry-core.a(vm.c.obj)
 .text          0x00001740       0x50 /usr/lib/libc_nano.a(libc_a-memcpy.o)
 .data.table    0x20000000        0x8 build/qemu-arm/quickjs/obj/runtime/core/loop.o
 .bss.events    0x20000010      0x100 build/qemu-arm/quickjs/obj/runtime/core/loop.o
 .debug_info    0x00000000     0x9999 build/qemu-arm/quickjs/obj/runtime/core/loop.o
 .text.empty    0x00001800        0x0 build/qemu-arm/quickjs/obj/runtime/core/loop.o
 .text.gone     0x00000000       0x77 build/qemu-arm/quickjs/obj/runtime/core/loop.o
`;

test("each input section counts for its file's part", () => {
  const pieces = piecesOf(MAP).map(({ room, part, flash, ram }) => [room, part, flash, ram]);
  assert.deepEqual(pieces, [
    ['runtime/core', 'loop', 0x28, 0x108],
    ['ports/qemu-arm', 'clock', 0x10, 0],
    ['JavaScript modules', 'dgram', 0x400, 0],
    ['JavaScript modules', 'internal/errors', 0x100, 0],
    ['lwIP', 'core/udp', 0x30, 0],
    ['engine', 'vm.c', 0x40, 0],
    ['C library', 'libc_nano: libc_a-memcpy', 0x50, 0],
  ]);
});

test("the map names the engine that was linked, and a row's name the build that it is of", () => {
  assert.equal(libraryIn(MAP), '/opt/jerry/cortex-m3/lib/libjerry-core.a');
  assert.equal(libraryIn('LOAD a.o\n'), undefined);
  assert.equal(builtOf('jerryscript/static RAM on a small board'), 'jerryscript on a small board');
  assert.equal(builtOf('jerryscript/listening on a small board, heap and static RAM'), 'jerryscript on a small board');
  assert.equal(builtOf('quickjs/full echo/64'), 'quickjs');
});
