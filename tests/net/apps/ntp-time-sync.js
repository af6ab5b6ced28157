'use strict';
/* ntp-time-sync: the offset of this clock from the mean of a server's answers. */
const { NtpTimeSync } = require('ntp-time-sync');

const sync = NtpTimeSync.getInstance({ servers: ['192.168.77.1'], sampleCount: 4, replyTimeout: 10_000 });
sync.getTime().then(({ offset, now }) => {
  console.log(`offset ${Math.round(offset)} now ${now.getTime() - Date.now()}`);
});
