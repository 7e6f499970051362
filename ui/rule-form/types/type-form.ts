import type { ComponentType } from 'react';
import type { Params } from '../rule-values.ts';

export interface TypeFieldsProps {
  /** As the rule has them. Read once. */
  readonly initial: Params;
  readonly onChange: (params: Params) => void;
}

/** What the form of a rule knows of a type. */
export interface TypeForm {
  readonly about: string;
  readonly Icon: ComponentType<{ readonly size?: number; readonly 'aria-hidden'?: boolean }>;
  readonly Fields: ComponentType<TypeFieldsProps>;
  /** What a new rule begins with. */
  readonly initial: Params;
  /** What has to be filled in and is not yet, by place; everything else the server judges. */
  readonly missing?: (params: Params) => readonly (readonly [path: string, message: string])[];
  /** Whether a run may change something at what it asks, so that nothing but a wish starts it. */
  readonly mayChangeSomething?: (params: Params) => boolean;
}
