using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>The invalid fields of a body, in the order in which they are found. Each field is listed once, with its first error.</summary>
/// <param name="max">Maximum number of fields that are kept; 0 if it is enough to know that there are some.</param>
internal sealed class FieldErrors(int max)
{
    private readonly List<FieldProblem> found = [];

    /// <summary>The fields, as JSON pointers (RFC 6901). An empty pointer means the whole body.</summary>
    public IReadOnlyList<FieldProblem> Found => found;

    /// <summary>Number of the line that is being read, from 1; <see langword="null"/> if the body has no lines.</summary>
    public long? Line { get; set; }

    /// <summary>Whether there are more than are kept.</summary>
    public bool More { get; private set; }

    public bool Any => More || found.Count > 0;

    public void Add(string pointer, string message)
    {
        if (found.Exists(field => field.Field == pointer && field.Line == Line))
            return;
        if (found.Count < max)
            found.Add(new FieldProblem(pointer, message, Line));
        else
            More = true;
    }
}
