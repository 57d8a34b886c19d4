/** What a simulated floor cannot tell. Text for the sources page. */
import type { Limits } from '../source.ts';

export const LIMITS: Limits = [
  { he: 'דבר על המוקד שלכם: הנציגים, הפניות והתקלות מומצאים.', en: 'Anything about your own floor: agents, contacts and incidents are made up.' },
];
