using System.Buffers;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>Reads visits from the lines of one format. Lines without content are skipped.</summary>
internal abstract class VisitLines(FieldErrors errors)
{
    /// <summary>Maximum length of a visit, in bytes of its line or of its URLs: about 60,000 images.</summary>
    public const int MaxVisitLength = 4 * 1024 * 1024;

    /// <summary>
    /// Maximum number of lines without content, beyond those with content. A spreadsheet has at most 1,048,576 rows, and may write all of
    /// them.
    /// </summary>
    /// <remarks>A compressed body of 1 MB can have 1,000 million such lines, which would take minutes of processor time.</remarks>
    public const int MaxBlankLines = 2_000_000;

    private readonly List<(VisitSubmission Visit, long Line)> finished = [];
    private int blank;

    /// <summary>Visits that were read, each with the number of its first line. The caller removes them.</summary>
    public List<(VisitSubmission Visit, long Line)> Finished => finished;

    /// <summary>Maximum length of a line, in bytes.</summary>
    public abstract int MaxLineLength { get; }

    /// <summary>Whether no further line can be read.</summary>
    public virtual bool Stopped => errors.More || blank > MaxBlankLines;

    protected FieldErrors Errors => errors;

    /// <summary>Reads a line. Invalid fields are reported, and are empty in the visit.</summary>
    public abstract void Take(ReadOnlySequence<byte> line);

    /// <summary>Counts a line. Too many without content are reported, and reading stops.</summary>
    protected void Count(bool hasContent)
    {
        if (!hasContent && ++blank > MaxBlankLines)
            errors.Add("", $"has no content, like at least {MaxBlankLines} lines before it; remove them");
        else if (hasContent)
            blank--;
    }

    /// <summary>Finishes the last visit.</summary>
    public virtual void End() { }
}
