export default {
  pulse: { input: "./openapi.json", output: { target: "./generated/orval.ts", client: "fetch", baseUrl: { runtime: "process.env.PULSE" } } },
};
