/** The closed union of facts. To add one: its schema in contact, agent or system, then the switch in `server/engine/` (the compiler points there). */
import type { Result } from '../result.ts';
import { parse, type v } from '../schema.ts';
import { agentEventData } from './agent.ts';
import { contactEventData } from './contact.ts';
import type { Envelope } from './envelope.ts';
import { systemEventData } from './system.ts';

export const eventData = { ...contactEventData, ...agentEventData, ...systemEventData } as const;

export type EventType = keyof typeof eventData;
export type EventData<T extends EventType = EventType> = v.InferOutput<(typeof eventData)[T]>;

export type ContactEventType = keyof typeof contactEventData;
export type AgentEventType = keyof typeof agentEventData;

/** One fact of the log: envelope, type and the data of that type. */
export type Event<T extends EventType = EventType> = { [K in T]: Envelope & { readonly type: K; readonly data: EventData<K> } }[T];
export type ContactEvent = Event<ContactEventType>;
export type AgentEvent = Event<AgentEventType>;

export const EVENT_TYPES = Object.keys(eventData) as EventType[];

const BY_NAME = new Map<string, EventType>(EVENT_TYPES.map((type) => [type, type]));

/** The event type of that name, or undefined if this version knows none. Always the same string object, which compares by its address. */
export function eventTypeOf(name: string): EventType | undefined {
  return BY_NAME.get(name);
}

/** Checks the `data` of an event of a known type. */
export function parseEventData<T extends EventType>(type: T, data: unknown): Result<EventData<T>, string> {
  return parse(eventData[type] as v.GenericSchema, data) as Result<EventData<T>, string>;
}
