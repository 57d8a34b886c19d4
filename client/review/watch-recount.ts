/** Sees to it that figures which are being counted again do not stay on the page when they have been. */
import { type Accessor, createEffect, onCleanup } from 'solid-js';
import type { Clock } from '../live/clock.ts';
import { getReview, type Review } from './api.ts';

const LOOK_AGAIN_MS = 5000;

/**
 * While days of the shown review are being counted again: asks every few seconds in the background, and calls `onCounted` when another set of days is.
 * What is on the page does not move before that.
 */
export function watchRecount(clock: Clock, shown: Accessor<Review | undefined>, onCounted: () => void): void {
  createEffect(() => {
    const review = shown();
    if (review === undefined || review.recounting.length === 0) return;
    const { from, to } = review;
    const waiting = review.recounting.join();
    let isOver = false;
    let cancel: () => void = () => undefined;
    const look = async () => {
      const answer = await getReview(from, to);
      if (isOver) return;
      if (answer.ok && answer.value.recounting.join() !== waiting) onCounted();
      else lookLater();
    };
    const lookLater = () => {
      cancel = clock.after(LOOK_AGAIN_MS, () => void look());
    };
    lookLater();
    onCleanup(() => {
      isOver = true;
      cancel();
    });
  });
}
