import { useEffect, useState } from "react";

const tickMillis = 30_000;

/** The current time for ages on the screen, updated twice a minute. */
export const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), tickMillis);
    return () => clearInterval(ticking);
  }, []);
  return now;
};
