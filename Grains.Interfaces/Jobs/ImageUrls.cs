using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace RetailPulse.Jobs;

/// <summary>The image URLs of one visit, in order, packed into one UTF-8 buffer.</summary>
/// <remarks>The buffer takes a third of the memory of strings: 50 MB instead of 130 MB for a million images.</remarks>
[GenerateSerializer, Immutable, Alias("image-urls"), CollectionBuilder(typeof(ImageUrls), nameof(Create))]
public sealed class ImageUrls : IEnumerable<string>
{
    /// <summary>A byte that no URL contains: submissions with control characters are rejected.</summary>
    private const byte Separator = (byte)'\n';

    private ImageUrls(byte[] text, int count) => (Text, Count) = (text, count);

    [Id(0)]
    public int Count { get; private init; }

    [Id(1)]
    internal byte[] Text { get; private init; }

    public static ImageUrls Create(ReadOnlySpan<string> urls)
    {
        var builder = new Builder();
        foreach (var url in urls)
            builder.Add(url);
        return builder.Drain();
    }

    public IEnumerator<string> GetEnumerator()
    {
        for (int at = 0, end; at < Text.Length; at = end + 1)
        {
            end = Array.IndexOf(Text, Separator, at);
            yield return Encoding.UTF8.GetString(Text, at, end - at);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Collects the URLs of visits, one visit at a time.</summary>
    public sealed class Builder
    {
        private byte[] text = new byte[1024];
        private int length;

        public int Count { get; private set; }

        /// <param name="url">A URL without control characters.</param>
        public void Add(string url)
        {
            var most = Encoding.UTF8.GetMaxByteCount(url.Length) + 1;
            if (text.Length - length < most)
                Array.Resize(ref text, Math.Max(2 * text.Length, length + most));
            length += Encoding.UTF8.GetBytes(url, text.AsSpan(length));
            text[length++] = Separator;
            Count++;
        }

        /// <summary>Returns the URLs that were added since the last call.</summary>
        public ImageUrls Drain()
        {
            var urls = new ImageUrls(text.AsSpan(0, length).ToArray(), Count);
            (length, Count) = (0, 0);
            return urls;
        }
    }
}
