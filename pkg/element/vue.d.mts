import type { HTMLAttributes, ReservedProps } from 'vue';
import type { OwnEvents, Properties } from './template.js';

export * from '../element.mjs';

type Capital<Type extends string> = Type extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Capitalize<Rest>}`
  : never;

/** What listens: `@hrflow-load`, as Vue hands it on. */
type Listeners = {
  [Type in keyof OwnEvents as `on${Capital<Type & string>}`]?: ((event: OwnEvents[Type]) => void) | undefined;
};

declare module 'vue' {
  interface GlobalComponents {
    'hrflow-attachments': new () => { $props: ReservedProps & HTMLAttributes & Properties & Listeners };
  }
}
