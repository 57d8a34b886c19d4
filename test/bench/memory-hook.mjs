// Loaded into the server that is measured: it collects its garbage when told to, and says so. The server itself runs as shipped.
const ROUNDS = 5;

async function collect() {
  // What a collection frees goes back to the system some moments later.
  for (let round = 0; round < ROUNDS; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  process.send('collected');
}

process.on('message', (asked) => {
  if (asked === 'collect') void collect();
});
