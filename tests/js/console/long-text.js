// prints: /^(0123456789é){60}$/
'use strict';
console.log('0123456789é'.repeat(60));
