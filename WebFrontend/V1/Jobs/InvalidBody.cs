using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Reads submissions of API v1, and reports their invalid fields.</summary>
internal static class InvalidBody
{
    /// <summary>Maximum number of fields that are reported.</summary>
    public const int MaxFields = 100;

    /// <summary>Reads a submission, which may have invalid fields, or returns why it could not be read.</summary>
    public static async Task<(SubmitRequest Request, Problem? Refusal)> ReadAsync(HttpContext context, BodyBudget budget)
    {
        var request = await SubmitRequest.ReadAsync(
            context.Request,
            budget.Begin(context, Caller.Of(context).Tenant),
            MaxFields,
            ofV1: true,
            context.RequestAborted
        );
        if (request.Refusal == StatusCodes.Status503ServiceUnavailable)
            return (request, Problem.TooManyBodies);
        if (request.Format is { } format)
            return (request, Problem.UnsupportedMediaType(format));
        return (request, request.Read is null ? Problem.Of(request.Refusal) : null);
    }

    public static Problem Refuse(FieldErrors errors)
    {
        var problem = Problem.InvalidBody(errors.Found);
        return errors.More
            ? problem with
            {
                Detail = $"The body is invalid. The first {MaxFields} invalid fields are listed in errors, and there are more.",
            }
            : problem;
    }
}
