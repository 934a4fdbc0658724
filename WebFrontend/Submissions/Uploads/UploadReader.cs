using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>Reads an upload while it arrives, part by part. Its memory does not depend on the length of the upload.</summary>
/// <param name="maxErrors">
/// Maximum number of invalid fields that are reported. Reading continues after each, and stops if there are more.
/// </param>
/// <param name="digest">Digest of everything that is read; <see langword="null"/> if none is needed.</param>
internal sealed class UploadReader(UploadFormat format, PipeReader body, int maxErrors, BodyDigest? digest)
{
    /// <summary>
    /// Number of bytes that one upload takes in memory, at most: a line and its visit, and two parts of which one is on its way.
    /// </summary>
    public const int Memory = 16 * 1024 * 1024;

    /// <summary>Number of visits of a part. Its transaction takes some tens of milliseconds.</summary>
    private const int PartVisits = 2_000;

    /// <summary>Number of bytes of lines after which a part ends.</summary>
    private const int PartBytes = 1024 * 1024;

    // Damaged bytes become a character that no valid text has, so that the line that contains them can be reported.
    private static readonly Encoding Utf16 = Utf16Of("utf-16");
    private static readonly Encoding Utf16BigEndian = Utf16Of("utf-16BE");

    private readonly SubmissionReader reader = SubmissionReader.OfLines(maxErrors);
    private VisitLines? visits;
    private LineReader? lines;
    private bool ended;

    /// <summary>Invalid fields, each with its line.</summary>
    public FieldErrors Errors => reader.Errors;

    /// <summary>Number of visits that were read.</summary>
    public int Visits { get; private set; }

    /// <summary>Number of images of these visits.</summary>
    public long Images { get; private set; }

    /// <summary>Returns the next visits, in which invalid fields are empty; <see langword="null"/> at the end.</summary>
    /// <exception cref="BadHttpRequestException">The body is too long or too slow, or is not what its headers say.</exception>
    public async ValueTask<UploadPart?> ReadAsync(CancellationToken cancellationToken)
    {
        visits ??= format == UploadFormat.Csv ? new CsvVisits(Errors) : new NdjsonVisits(reader);
        lines ??= new LineReader(await DecodeAsync(cancellationToken), visits.MaxLineLength, digest);
        for (var bytes = 0L; !ended && visits.Finished.Count < PartVisits && (bytes < PartBytes || visits.Finished.Count == 0); )
            bytes += await TakeLineAsync(visits, lines, cancellationToken);
        if (visits.Finished.Count == 0)
            return null;
        var part = new UploadPart(
            Visits,
            [.. visits.Finished.Select(visit => visit.Visit)],
            [.. visits.Finished.Select(visit => visit.Line)]
        );
        visits.Finished.Clear();
        Visits += part.Visits.Length;
        Images += part.Visits.Sum(visit => (long)visit.ImageUrls.Count);
        return part;
    }

    private static Encoding Utf16Of(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(CsvVisits.Undecodable.ToString()));

    /// <summary>Reads one line, and returns its length.</summary>
    private async ValueTask<long> TakeLineAsync(VisitLines into, LineReader from, CancellationToken cancellationToken)
    {
        var line = await from.ReadAsync(cancellationToken);
        var length = line?.Length ?? 0;
        Errors.Line = from.Number;
        if (line is { } text)
            into.Take(text);
        else if (from.TooLong)
            Errors.Add("", $"must have at most {into.MaxLineLength} bytes");
        else
            End(into);
        from.Release();
        ended |= into.Stopped || from.TooLong;
        return length;
    }

    private void End(VisitLines into)
    {
        ended = true;
        Errors.Line = Math.Max(1, Errors.Line ?? 1);
        into.End();
        if (Visits == 0 && into.Finished.Count == 0 && !Errors.Any)
            Errors.Add("", "must be a visit; the body has none");
    }

    /// <summary>
    /// Skips a byte order mark, which spreadsheets and some editors write, and returns a reader of UTF-8. Only CSV may be UTF-16, whose header
    /// is recognized also without a mark, as in a store master.
    /// </summary>
    private async ValueTask<PipeReader> DecodeAsync(CancellationToken cancellationToken)
    {
        var beginning = new byte[4];
        var read = await body.ReadAtLeastAsync(beginning.Length, CancellationToken.None);
        var length = (int)Math.Min(beginning.Length, read.Buffer.Length);
        read.Buffer.Slice(0, length).CopyTo(beginning);
        var (encoding, mark) = beginning switch
        {
            [0xEF, 0xBB, 0xBF, _] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, ..] when format == UploadFormat.Csv => (Utf16, 2),
            [0xFE, 0xFF, ..] when format == UploadFormat.Csv => (Utf16BigEndian, 2),
            [not 0, 0, not 0, 0] when format == UploadFormat.Csv => (Utf16, 0),
            [0, not 0, 0, not 0] when format == UploadFormat.Csv => (Utf16BigEndian, 0),
            _ => (Encoding.UTF8, 0),
        };
        body.AdvanceTo(read.Buffer.GetPosition(Math.Min(mark, length)));
        cancellationToken.ThrowIfCancellationRequested();
        return encoding == Encoding.UTF8
            ? body
            : PipeReader.Create(Encoding.CreateTranscodingStream(body.AsStream(), encoding, Encoding.UTF8));
    }
}

/// <summary>Some consecutive visits of an upload.</summary>
/// <param name="First">Number of the first of them within the job.</param>
/// <param name="Lines">Number of the first line of each visit, from 1.</param>
internal sealed record UploadPart(int First, ImmutableArray<VisitSubmission> Visits, ImmutableArray<long> Lines);
