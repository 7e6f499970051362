export type RangeOperator = 'gt' | 'gte' | 'lt' | 'lte';

/** A value that an attribute is compared with. */
export interface FilterValue {
  readonly text: string;
  /** A `*` in it stands for itself. */
  readonly quoted: boolean;
}

/** What `filter` of `_find` says. Fields are as their caller wrote them. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'is'; readonly field: string; readonly value: FilterValue }
  | { readonly kind: 'exists'; readonly field: string }
  | {
      readonly kind: 'range';
      readonly field: string;
      readonly operator: RangeOperator;
      readonly value: FilterValue;
    };
