using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>A file that is submitted as one job while it is read. Of each visit, only its line stays in memory.</summary>
internal sealed class SourceUpload(SourceReader reader)
{
    /// <summary>
    /// Length in bytes above which a file is uploaded. As a body in JSON, in which a character can be six times as long, it could be longer
    /// than the 32 MiB that the service accepts.
    /// </summary>
    public const long Threshold = 4 * 1024 * 1024;

    private readonly List<int> lines = [];

    /// <summary>Returns the visits of the file. Each enumeration reads it from its beginning.</summary>
    public async IAsyncEnumerable<VisitToMeasure> ReadAsync()
    {
        lines.Clear();
        await foreach (var (visit, line) in reader.ReadAsync())
        {
            lines.Add(line);
            yield return visit;
        }
    }

    /// <summary>Returns where the service found an error, as a line of the file if that is known.</summary>
    /// <param name="pointer">JSON pointer of the service, relative to the line.</param>
    /// <param name="uploaded">Line of the upload, which has one for each visit, from 1.</param>
    public string Locate(string pointer, long? uploaded)
    {
        var file = reader.File.Name;
        var field = string.Join(' ', pointer.Split('/', StringSplitOptions.RemoveEmptyEntries));
        return uploaded is not { } number || number < 1 || number > lines.Count ? $"{file}: {field}"
            : lines[(int)number - 1] is > 0 and var line ? $"{file}:{line}: {field}"
            : $"{file}: visit {number - 1}: {field}";
    }
}
