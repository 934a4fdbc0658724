using System.Globalization;
using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>The 429 response to a job that exceeds its tenant's quota. Nothing was submitted.</summary>
internal sealed class QuotaRefusal(QuotaExcess excess) : IResult
{
    /// <summary>Suggested delay: small jobs end every second, but a large one may take long.</summary>
    private const int RetryAfterSeconds = 5;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var quota = excess.Kind == QuotaKind.Jobs ? "MaxJobs" : "MaxImages";
        var counted = excess.Kind == QuotaKind.Jobs ? "ongoing jobs" : "images of ongoing jobs";
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"The quota {quota} is {excess.Limit} {counted}; {excess.Use} are in use, and this job would add {excess.Wanted}."
        );
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return new Refusal(Problem.QuotaExceeded(detail), new ErrorResponse(detail)).ExecuteAsync(httpContext);
    }
}
