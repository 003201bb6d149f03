const thisMachine = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The origin of a server that a person named, with `https` if they named no scheme. Orders and passwords travel encrypted:
 * plain `http` is only for a server on this machine. `undefined` for anything else.
 */
export const serverAddress = (typed: string): string | undefined => {
  const text = typed.trim();
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  if (text === "" || !URL.canParse(whole)) return undefined;
  const { protocol, hostname, origin, username, password, pathname } = new URL(whole);
  if (hostname === "" || username !== "" || password !== "") return undefined;
  if (protocol !== "https:" && !(protocol === "http:" && thisMachine.test(hostname))) return undefined;
  return origin + pathname.replace(/\/+$/, "");
};
