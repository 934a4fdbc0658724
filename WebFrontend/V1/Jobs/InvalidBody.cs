using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>A submission's wrong fields, as API v1 tells them.</summary>
internal static class InvalidBody
{
    /// <summary>How many are told.</summary>
    public const int MostFields = 100;

    /// <summary>Reads a submission, which may have wrong fields, or returns why none could be read.</summary>
    public static async Task<(SubmitRequest Request, Problem? Refusal)> ReadAsync(HttpContext context, BodyBudget budget)
    {
        var request = await SubmitRequest.ReadAsync(context.Request, budget.Begin(context, Caller.Of(context).Tenant), MostFields, ofV1: true, context.RequestAborted);
        if (request.Refusal == StatusCodes.Status503ServiceUnavailable) return (request, Problem.TooManyBodies);
        if (request.Format is { } format) return (request, Problem.UnsupportedMediaType(format));
        return (request, request.Read is null ? Problem.Of(request.Refusal) : null);
    }

    public static Problem Refuse(FieldErrors wrong)
    {
        var problem = Problem.InvalidBody(Fields(wrong));
        return wrong.More ? problem with { Detail = $"Fields of the body are wrong; the first {MostFields} are named in errors, and there are more." } : problem;
    }

    public static IReadOnlyList<FieldProblem> Fields(FieldErrors wrong) => [.. wrong.Found.Select(field => new FieldProblem(field.Pointer, field.Message))];
}
