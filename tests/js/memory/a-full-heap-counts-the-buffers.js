// exit: 70
// prints: /^tinygram: out of memory: the script heap of \d+ KiB is full \(\d+ KiB in use, with Buffers of 16 KiB beside it\)\.$/
'use strict';
let held = { held: Buffer.alloc(16384) };
for (;;) held = { held };
