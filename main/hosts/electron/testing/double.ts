/**
 * A double of one object of Electron's API: it has the members that the test names, which the compiler checks against
 * the real type, and throws for any other, so that no test passes because of a member that nobody thought of.
 */
export const double = <T extends object>(name: string, members: Partial<T>): T =>
  new Proxy(members, {
    get: (target, property, receiver) => {
      if (typeof property === "string" && !(property in target))
        throw new Error(`${name} has no double of ${property}`);
      return Reflect.get(target, property, receiver) as unknown;
    },
    set: (_target, property) => {
      throw new Error(`${name}.${String(property)} is not to be set`);
    },
  }) as T;

type Listener = (...args: never[]) => void;

/** The listeners of one double. */
export class Listeners {
  readonly #byEvent = new Map<string, Listener[]>();

  add(event: string, listener: Listener): void {
    this.#byEvent.set(event, [...(this.#byEvent.get(event) ?? []), listener]);
  }

  remove(event: string, listener: Listener): void {
    this.#byEvent.set(
      event,
      (this.#byEvent.get(event) ?? []).filter((other) => other !== listener),
    );
  }

  count(event: string): number {
    return this.#byEvent.get(event)?.length ?? 0;
  }

  /** Calls every listener, as Electron would; throws when there is none. */
  emit(event: string, ...args: readonly unknown[]): void {
    const listeners = this.#byEvent.get(event) ?? [];
    if (listeners.length === 0) throw new Error(`nobody listens to ${event}`);
    for (const listener of listeners) (listener as (...all: readonly unknown[]) => void)(...args);
  }
}

/** An event that can be prevented, with what it is about. */
export const preventable = <Details extends object>(details: Details) => {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
};
