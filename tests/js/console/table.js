// prints: ┌─────────┬───┬─────┐
// prints: │ (index) │ a │  b  │
// prints: ├─────────┼───┼─────┤
// prints: │    0    │ 1 │ 'x' │
// prints: │    1    │ 2 │     │
// prints: └─────────┴───┴─────┘
'use strict';
console.table([{ a: 1, b: 'x' }, { a: 2 }]);
