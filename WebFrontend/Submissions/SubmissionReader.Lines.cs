using System.Buffers;
using System.Text.Json;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Reads visits that are not elements of a submission, but lines of an upload.</summary>
internal sealed partial class SubmissionReader
{
    /// <summary>Returns a reader of single visits. Its pointers are relative to the visit.</summary>
    /// <param name="maxErrors">Maximum number of invalid fields that are reported.</param>
    public static SubmissionReader OfLines(int maxErrors) => new(maxErrors, ofV1: true) { ofLines = true };

    /// <summary>Reads one visit, in which invalid fields are empty; <see langword="null"/> if it is not an object.</summary>
    public VisitSubmission? TakeVisit(ReadOnlySequence<byte> line)
    {
        var json = new Utf8JsonReader(line, isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        expected = Expected.InVisits;
        try
        {
            while (json.Read())
                Take(ref json);
        }
        catch (JsonException exception)
        {
            Errors.Add("", $"is not valid JSON, or is incomplete, at byte {exception.BytePositionInLine + 1}");
            images.Drain();
        }

        var visit = visits.Count > 0 ? visits[0] : null;
        visits.Clear();
        return visit;
    }
}
