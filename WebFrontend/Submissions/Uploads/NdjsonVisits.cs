using System.Buffers;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>Reads visits from JSON objects, one per line.</summary>
/// <param name="reader">Reader of single visits, which reports to the errors of this upload.</param>
internal sealed class NdjsonVisits(SubmissionReader reader) : VisitLines(reader.Errors)
{
    public override int MaxLineLength => MaxVisitLength;

    public override void Take(ReadOnlySequence<byte> line)
    {
        var hasContent = !IsBlank(line);
        Count(hasContent);
        if (hasContent && reader.TakeVisit(line) is { } visit)
            Finished.Add((visit, Errors.Line!.Value));
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.ContainsAnyExcept(" \t\r"u8))
                return false;
        }

        return true;
    }
}
