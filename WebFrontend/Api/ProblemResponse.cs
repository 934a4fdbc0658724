using System.Text.Json.Serialization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>An error, as problem details according to RFC 9457.</summary>
/// <param name="Type">Always <c>about:blank</c>, because <c>code</c> identifies the error.</param>
/// <param name="Title">Standard phrase for the HTTP status.</param>
/// <param name="Status">HTTP status of the response.</param>
/// <param name="Code">Identifies the error for programs. Codes never change.</param>
/// <param name="Instance">The <c>Request-Id</c> of the response as a URI: <c>urn:uuid:</c> and the id.</param>
/// <param name="Detail">Explanation for people.</param>
/// <param name="Errors">Invalid fields of the request, at most 100.</param>
internal sealed record ProblemResponse(
    string Type,
    string Title,
    [property: Minimum(400)] int Status,
    [property: OneOf(ClosedLists.ProblemCode)] string Code,
    string Instance,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Errors
);

/// <summary>An invalid field of a request.</summary>
/// <param name="Field">
/// JSON pointer (RFC 6901) to the invalid member of the body, name of the invalid query parameter, or number of the invalid line.
/// </param>
/// <param name="Message">What is wrong with the field, and how to correct it.</param>
/// <param name="Line">
/// Number of the line with the field, from 1, if the body is an upload of lines. <c>field</c> is then relative to that line.
/// </param>
internal sealed record FieldProblem(
    string Field,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Minimum(1)] long? Line = null
);
