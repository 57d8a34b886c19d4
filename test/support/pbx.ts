import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type AmiMessage, amiMessage } from '../../server/sources/asterisk/message.ts';
import { socketPair } from './socket-pair.ts';

export type PbxOptions = {
  now: () => number;
  username?: string;
  secret?: string;
  /** Answers to QueueStatus and CoreShowChannels; `null`: permission denied. */
  answer?: (action: string, asked: AmiMessage) => Answer | null;
  /** The clock of the PBX minus ours. */
  skewMs?: number;
  /** Refuses Challenge, as a PBX without MD5 login would. */
  isMd5Refused?: boolean;
  /** Told to whoever logs in; while it is not, somebody else must tell. */
  isBooted?: () => boolean;
};

/** A list as AMI sends it, or an error. `ready` delays it: AMI answers one action after another. */
export type Answer =
  | { items: string[]; complete: string; message: string; ready?: Promise<void> }
  | { error: string; ready?: Promise<void>; isSilent?: boolean };

const BANNER = 'Asterisk Call Manager/11.0.0\r\n';

/** A PBX that speaks AMI to whoever connects, and says what it is told to say. It remembers every action it was sent. */
export class TestPbx {
  readonly actions: AmiMessage[] = [];
  readonly #options: PbxOptions;
  readonly #clients = new Set<Client>();

  constructor(options: PbxOptions) {
    this.#options = options;
  }

  /** A connection to this PBX by a socket pair. */
  connect(): Duplex {
    const [ours, theirs] = socketPair();
    this.serve(theirs);
    return ours;
  }

  /** Serves one connection. */
  serve(stream: Duplex): void {
    const client = new Client(stream, this.#options, this.actions);
    this.#clients.add(client);
    stream.on('close', () => this.#clients.delete(client));
    stream.on('end', () => stream.destroy());
  }

  /** Sends bytes to everybody who is logged in. */
  send(bytes: Uint8Array | string): void {
    for (const client of this.#clients) client.send(bytes);
  }

  /** Sends an event. */
  event(name: string, headers: Record<string, string>): void {
    this.send(amiText({ Event: name, ...headers }));
  }

  /** Ends every connection. */
  hangUp(): void {
    for (const client of this.#clients) client.end();
    this.#clients.clear();
  }

  get isConnected(): boolean {
    return [...this.#clients].some((client) => client.isLoggedIn);
  }
}

/** The text of a message. */
export function amiText(headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${lines.join('')}\r\n`;
}

class Client {
  isLoggedIn = false;
  readonly #stream: Duplex;
  readonly #options: PbxOptions;
  readonly #actions: AmiMessage[];
  readonly #challenge = '840415273';
  #text = '';
  readonly #queue: AmiMessage[] = [];

  constructor(stream: Duplex, options: PbxOptions, actions: AmiMessage[]) {
    this.#stream = stream;
    this.#options = options;
    this.#actions = actions;
    stream.on('error', () => stream.destroy());
    stream.on('data', (bytes: Uint8Array) => this.#read(bytes));
    stream.write(BANNER);
  }

  send(bytes: Uint8Array | string): void {
    if (this.isLoggedIn && !this.#stream.destroyed) this.#stream.write(bytes);
  }

  end(): void {
    this.#stream.destroy();
  }

  #read(bytes: Uint8Array): void {
    this.#text += Buffer.from(bytes).toString('utf8');
    for (let end = this.#text.indexOf('\r\n\r\n'); end !== -1; end = this.#text.indexOf('\r\n\r\n')) {
      const lines = this.#text.slice(0, end).split('\r\n');
      this.#text = this.#text.slice(end + 4);
      const action = amiMessage(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
      this.#actions.push(action);
      this.#take(action);
    }
  }

  /** Answers come in the order of the actions, however long one of them takes. */
  #take(action: AmiMessage): void {
    this.#queue.push(action);
    if (this.#queue.length === 1) this.#next();
  }

  #next(): void {
    for (let action = this.#queue[0]; action !== undefined; action = this.#queue[0]) {
      const answer = this.#answerOf(action);
      if (answer?.ready !== undefined) {
        const asked = action;
        void answer.ready.then(() => {
          this.#reply(asked, answer);
          this.#queue.shift();
          this.#next();
        });
        return;
      }
      this.#reply(action, answer);
      this.#queue.shift();
    }
  }

  #answerOf(action: AmiMessage): Answer | null {
    const name = action.get('Action');
    return name === 'QueueStatus' || name === 'CoreShowChannels' ? (this.#options.answer?.(name, action) ?? null) : null;
  }

  #reply(action: AmiMessage, answer: Answer | null): void {
    const id = action.get('ActionID');
    const error = (text: string) => this.#write({ Response: 'Error', ActionID: id, Message: text });
    switch (action.get('Action')) {
      case 'Challenge':
        if (this.#options.isMd5Refused === true) error('Must specify AuthType');
        else this.#write({ Response: 'Success', ActionID: id, Challenge: this.#challenge });
        return;
      case 'Login':
        this.#login(action, id);
        return;
      case 'Ping':
        this.#write({ Response: 'Success', ActionID: id, Ping: 'Pong', Timestamp: this.#stamp() });
        return;
      case 'QueueStatus':
      case 'CoreShowChannels':
        if (!this.isLoggedIn || answer === null) error('Permission denied');
        else if ('error' in answer) {
          if (answer.isSilent !== true) error(answer.error);
        } else this.#list(id, answer);
        return;
      default:
        error(`Invalid/unknown command: ${action.get('Action')}. Use Action: ListCommands to show available commands.`);
    }
  }

  #stamp(): string {
    return ((this.#options.now() + (this.#options.skewMs ?? 0)) / 1000).toFixed(6);
  }

  #login(action: AmiMessage, id: string): void {
    const { username = 'wallboard', secret = 'wallboard-ro', isBooted = () => true } = this.#options;
    const key = createHash('md5')
      .update(this.#challenge + secret)
      .digest('hex');
    const isRight = action.get('Username') === username && (action.get('Key') === key || action.get('Secret') === secret);
    if (!isRight) {
      this.#write({ Response: 'Error', ActionID: id, Message: 'Authentication failed' });
      this.#stream.end();
      return;
    }
    this.isLoggedIn = true;
    this.#write({ Response: 'Success', ActionID: id, Message: 'Authentication accepted' });
    if (isBooted()) this.#write({ Event: 'FullyBooted', Privilege: 'system,all', Status: 'Fully Booted' });
  }

  #list(id: string, { items, complete, message }: { items: string[]; complete: string; message: string }): void {
    const head = amiText({ Response: 'Success', ActionID: id, EventList: 'start', Message: message });
    const tail = amiText({ Event: complete, ActionID: id, EventList: 'Complete', ListItems: String(items.length) });
    const body = items.map((item) => `${item}ActionID: ${id}\r\n\r\n`).join('');
    this.#stream.write(head + body + tail);
  }

  #write(headers: Record<string, string>): void {
    if (!this.#stream.destroyed) this.#stream.write(amiText(headers));
  }
}
