/** Elastic's arithmetic, which Kibana's `EvalMath` stands on. It ships no types. */
declare module 'tinymath' {
  interface Tinymath {
    /**
     * Works an expression out with the names in `scope`; functions in `injected` are added to its own. Gives a number,
     * or an array of numbers. Throws an Error whose message is meant for the writer of the expression.
     */
    evaluate(
      expression: string,
      scope: Readonly<Record<string, unknown>>,
      injected?: Readonly<Record<string, (...values: number[]) => unknown>>,
    ): unknown;
  }
  const tinymath: Tinymath;
  export default tinymath;
}
