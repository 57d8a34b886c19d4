import { Duplex } from 'node:stream';

/**
 * Two ends of a connection without a network. What is written at one end is read at the other in the same cuts, at once, as a copy:
 * whoever keeps or changes the bytes of a read is found out.
 */
export function socketPair(): [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const make = (other: () => Duplex | undefined) => {
    const end: Duplex = new Duplex({
      read: () => undefined,
      write(bytes: Uint8Array, _encoding, done) {
        const peer = other();
        if (peer !== undefined && !peer.destroyed) peer.push(Uint8Array.from(bytes));
        done();
      },
      final(done) {
        other()?.push(null);
        done();
      },
      destroy(error, done) {
        const peer = other();
        if (peer !== undefined && !peer.destroyed && !peer.readableEnded) peer.push(null);
        done(error);
      },
    });
    end.on('error', () => end.destroy());
    return end;
  };
  ends.push(make(() => ends[1]));
  ends.push(make(() => ends[0]));
  return [ends[0] as Duplex, ends[1] as Duplex];
}
