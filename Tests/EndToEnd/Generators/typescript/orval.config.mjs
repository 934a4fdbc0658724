// orval passes a body that has several media types on as it is, which does not compile for an object. The client submits JSON.
const submitJson = document => {
  for (const path of ["/api/v1/jobs", "/api/v1/jobs/validate"]) {
    const { content } = document.paths[path].post.requestBody;
    for (const type of Object.keys(content)) if (type !== "application/json") delete content[type];
  }
  return document;
};

export default {
  pulse: {
    input: { target: "./openapi.json", override: { transformer: submitJson } },
    output: { target: "./generated/orval.ts", client: "fetch", baseUrl: { runtime: "process.env.PULSE" } },
  },
};
