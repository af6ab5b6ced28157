// Says how many nanoseconds the first require(env.MODULE) takes, less what the looking at the clock does.
const since = (start) => {
  const [seconds, nanoseconds] = process.hrtime(start);
  return seconds * 1e9 + nanoseconds;
};
since(process.hrtime());
const own = since(process.hrtime());
const start = process.hrtime();
(0, require)(process.env.MODULE);
const taken = since(start);
console.log('required in ' + (taken - own));
process.exit();
