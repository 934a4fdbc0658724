using System.Buffers;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The format in which an export writes images.</summary>
internal abstract class ImageLines
{
    private static readonly ImageLines Csv = new CsvLines(',', mark: false);
    private static readonly ImageLines Ndjson = new NdjsonLines();

    public abstract string ContentType { get; }

    /// <summary>Extension of the file that a browser saves.</summary>
    public abstract string Extension { get; }

    /// <summary>Writes what precedes the first image.</summary>
    public abstract void Begin(IBufferWriter<byte> output);

    public abstract void Write(IBufferWriter<byte> output, IEnumerable<ImageResponse> images);

    public static ImageLines Of(Representation representation) => representation == Representation.Csv ? Csv : Ndjson;

    /// <summary>Returns CSV that a spreadsheet opens as a table: with its separator, and with a mark that the text is UTF-8.</summary>
    public static ImageLines ForSpreadsheet(char separator) => new CsvLines(separator, mark: true);

    /// <param name="mark">Whether the file begins with a byte order mark.</param>
    private sealed class CsvLines(char separator, bool mark) : ImageLines
    {
        private static readonly string[] Columns =
        [
            "visit",
            "image",
            "store_id",
            "visit_time",
            "url",
            "status",
            "reason",
            "format",
            "width",
            "height",
            "perimeter",
            "bytes",
            "attempts",
            "earlier_failures",
            "elapsed_ms",
            "finished_at",
            "content_hash",
            "job_id",
            "store_name",
            "area_code",
            "reference",
            "visit_reference",
        ];

        public override string ContentType => CsvRow.ContentType;

        public override string Extension => "csv";

        public override void Begin(IBufferWriter<byte> output)
        {
            if (mark)
                output.Write("\uFEFF"u8);
            var header = new CsvRow(output, separator);
            foreach (var column in Columns)
                header.Add(column);
            header.End();
        }

        public override void Write(IBufferWriter<byte> output, IEnumerable<ImageResponse> images)
        {
            foreach (var image in images)
                Write(new CsvRow(output, separator), image);
        }

        private static void Write(CsvRow row, ImageResponse image)
        {
            row.Add(image.Visit);
            row.Add(image.Image);
            row.Add(image.StoreId);
            row.Add(image.VisitTime);
            row.Add(image.Url);
            row.Add(image.Status);
            row.Add(image.Reason);
            row.Add(image.Format);
            row.Add(image.Width);
            row.Add(image.Height);
            row.Add(image.Perimeter);
            row.Add(image.Bytes);
            row.Add(image.Attempts);
            row.Add(image.EarlierFailures is { } failures ? string.Join(' ', failures) : null);
            row.Add(image.ElapsedMs);
            row.Add(image.FinishedAt);
            row.Add(image.ContentHash);
            row.Add(image.JobId);
            row.Add(image.StoreName);
            row.Add(image.AreaCode);
            row.Add(image.Reference);
            row.Add(image.VisitReference);
            row.End();
        }
    }

    private sealed class NdjsonLines : ImageLines
    {
        public override string ContentType => Representations.Ndjson;

        public override string Extension => "ndjson";

        public override void Begin(IBufferWriter<byte> output) { }

        public override void Write(IBufferWriter<byte> output, IEnumerable<ImageResponse> images) =>
            JsonLines.Write(output, images, JobsJson.Bodies.ImageResponse);
    }
}
