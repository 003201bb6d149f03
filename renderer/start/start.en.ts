export const startEnglish = {
  title: "Countersign",
  who: "Who are you?",
  server: "Server",
  people: "The people of the demo server",
  email: "E-mail address",
  signIn: "Sign in",
  byEmail: "Sign in with your e-mail address",
  unreachable:
    "Check your connection and the server’s address. The first sign-in needs the server; after it you can work offline.",
  does: {
    approver: "Approves orders above a person’s limit and all recurring orders",
    authorizer: "Authorizes orders above a spending limit",
    "cost-centre manager": "Approves orders on their cost centre",
    "account manager": "Manages the customer’s accounts and authorizes orders",
    reseller: "Approves the orders of their customers",
    distributor: "Approves the orders of their resellers",
    requester: "Places orders and follows their approval",
    admin: "Looks after people, policies and the history",
  },
} as const;
