using System.Text.Json.Serialization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The members of RFC 9457, and <c>code</c> and <c>errors</c>.</summary>
internal sealed record ProblemResponse(
    string Type,
    string Title,
    int Status,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Errors);

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Its name, if it is one of the query; the JSON pointer to it (RFC 6901), if it is one of a submission.</param>
internal sealed record FieldProblem(string Field, string Message);
