/** Facts about agents (events.md section 2). */
import { v } from '../schema.ts';
import { amountSchema, idSchema, textSchema } from './contact.ts';

export const AGENT_STATES = ['offline', 'available', 'ringing', 'talking', 'hold', 'acw', 'break', 'busy', 'unknown'] as const;
export type AgentState = (typeof AGENT_STATES)[number];

const common = { agentId: idSchema, name: v.optional(textSchema) } as const;

export const agentEventData = {
  'cc.agent.signedin.v1': v.object({
    ...common,
    queues: v.optional(v.array(idSchema)),
    skills: v.optional(v.array(textSchema)),
    device: v.optional(textSchema),
  }),
  'cc.agent.signedout.v1': v.object({ ...common, queues: v.optional(v.array(idSchema)), device: v.optional(textSchema) }),
  'cc.agent.state.v1': v.object({
    ...common,
    state: v.picklist(AGENT_STATES),
    reason: v.optional(textSchema),
    reasonCode: v.optional(textSchema),
    queueId: v.optional(idSchema),
    capacity: v.optional(amountSchema),
  }),
  'cc.agent.membership.v1': v.object({
    ...common,
    queueId: idSchema,
    joined: v.boolean(),
    paused: v.optional(v.boolean()),
    /** Text of the platform for the pause; '' where it gives none. */
    reason: v.optional(textSchema),
    /** True where the source counts pauses of this reason as after-call work. */
    acw: v.optional(v.boolean()),
    penalty: v.optional(amountSchema),
  }),
} as const;
