import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{shared,main,renderer,server,build,test}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "test/e2e/**"],
  },
});
