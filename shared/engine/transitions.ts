/** One arrow of a state diagram. */
export interface Transition<State extends string, Event extends string> {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
  /** The rules in docs/rules.md that it stands for. */
  readonly rules: readonly string[];
}

/**
 * A life cycle as data: the engine steps through it, the documentation draws it, the property tests walk it.
 * From one state an event leads to one state; what is not listed is not possible.
 */
export interface TransitionTable<State extends string, Event extends string> {
  readonly name: string;
  /** The states in which a life cycle may begin. */
  readonly initial: readonly State[];
  readonly states: readonly State[];
  readonly transitions: readonly Transition<State, Event>[];
}

/** Where `event` leads from `state`, or `undefined` when it is not possible there. */
export const nextState = <State extends string, Event extends string>(
  { transitions }: TransitionTable<State, Event>,
  state: State,
  event: Event,
): State | undefined => transitions.find((transition) => transition.from === state && transition.event === event)?.to;

/**
 * The events that are possible in `state`.
 * @internal
 */
export const eventsIn = <State extends string, Event extends string>(
  { transitions }: TransitionTable<State, Event>,
  state: State,
): Event[] => transitions.filter(({ from }) => from === state).map(({ event }) => event);

/** A state without a way out. */
export const isTerminal = <State extends string, Event extends string>(
  table: TransitionTable<State, Event>,
  state: State,
): boolean => eventsIn(table, state).length === 0;
