using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Me;

/// <summary>The description of the caller's own entry.</summary>
internal static class MeOperations
{
    public static readonly Operation Get = new(
        "getMe",
        Tags.Access,
        "Get the caller, its limits, and its use",
        """
        Returns the tenant, the role, and the name of the key that sent this request, its rate limit, the quota of its tenant, and how much of it is in use.
        Without configured keys, every caller has the role `admin` and the tenant `default`.
        """
    )
    {
        Answers =
        [
            new(
                200,
                "The caller.",
                Content.Json(
                    new MeResponse(
                        "acme",
                        "submit",
                        "back office",
                        new RateResponse(10, 20, 17),
                        new QuotaResponse(10, null),
                        new UseResponse(2, 4_000)
                    )
                )
            ),
        ],
        Problems = [Examples.UnknownParameter, Examples.InternalError, Problem.Unavailable],
    };
}
