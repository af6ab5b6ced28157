// prints: é € 😀 �
'use strict';
console.log('é € 😀 \ud800');
