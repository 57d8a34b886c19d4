/** The WebSocket subprotocol. A change of any message needs a line here; the protocol test holds the hash of the schemas. */
export const PROTOCOL = 'moked.v1';

/** One line a change. */
export const PROTOCOL_HISTORY: readonly string[] = [
  'moked.v1: welcome, snapshot, delta, heartbeat, notice, error; hello, subscribe, resync',
  'moked.v1: a queue has `oldestContactStartedAt` and the floor `statutoryMs`, for the statutory clock',
  'moked.v1: an agent has `nameEn`, `teamEn` and `siteEn`',
  'moked.v1: an agent has `teamOrder`, for the order of the teams',
  'moked.v1: hello may name the board; a board may be a part of the floor',
  'moked.v1: an agent has `siteOrder`, which goes before `teamOrder`',
  'moked.v1: of queues and agents, fields beside the figures that are null or false (names in English, group, order, nesting, hidden, allowance …) need not be sent',
  'moked.v1: a board may ask for figures beside the rows',
  'moked.v1: `board` tells that a board was saved',
  'moked.v1: a board has `alarms` and `notices`; `put` and `del` carry them',
  'moked.v1: a board may ask for those who wait longest: `waiters`, in `put` too',
  'moked.v1: close code 4413, where so many different boards are shown that one more is refused',
];

/** Seconds of silence after which a wall is stale, and the rhythm of heartbeats. */
export const HEARTBEAT_MS = 5000;
export const STALE_AFTER_MS = 12_000;
export const HELLO_WITHIN_MS = 5000;
export const MESSAGE_MAX_BYTES = 16 * 1024;
export const MESSAGES_PER_SECOND = 20;
/** Different boards that all screens together show at a time; the whole floor is none of them. Each costs an encoding a tick. */
export const BOARDS_AT_ONCE = 200;
