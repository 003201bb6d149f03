import { useBridgeState } from "#renderer/bridge/bridge-context.tsx";
import { Button } from "#renderer/kit/Button.tsx";
import { Notice } from "#renderer/kit/Notice.tsx";
import { screenWords } from "#renderer/kit/screen-words.ts";

/** Says above everything else that the window is cut off from the main process. */
export const BridgeBanner = () => {
  const t = screenWords("shell");
  const state = useBridgeState();
  if (state === "open" || state === "connecting") return null;
  return (
    <Notice
      tone="problem"
      announced="at-once"
      action={state === "incompatible" && <Button onPress={() => window.location.reload()}>{t("link.reload")}</Button>}
    >
      <strong>{t(`link.${state}`)}</strong> {t(`link.${state}Next`)}
    </Notice>
  );
};
