#:package NetVips
#:package NetVips.Native.linux-x64
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Makes data/samples/ and data/sample-job.json, the same bytes every time: dotnet run data/make-samples.cs
using System.Runtime.CompilerServices;
using System.Text.Json;
using NetVips;

var data = Path.GetDirectoryName(SourceFile())!;
var samples = Directory.CreateDirectory(Path.Combine(data, "samples")).FullName;

foreach (var (name, width, height, options) in Samples())
{
    using var photo = Photo(width, height);
    var file = Path.Combine(samples, name);
    if (name.EndsWith(".bmp"))
        File.WriteAllBytes(file, Bitmap(photo));
    else
        photo.WriteToFile(file + options);
}

var visits = new[]
{
    Visit("S00339218", "2026-05-04T09:30:00Z", "shelf-front.jpg", "shelf-left.jpg", "price-tags.png"),
    Visit("S01408764", "2026-05-04T10:15:00Z", "cooler.webp", "checkout.gif", "storefront.bmp"),
    Visit("S00339218", "2026-05-05T09:40:00Z", "planogram.webp", "endcap.png"),
};
var job = JsonSerializer.Serialize(new { count = visits.Length, visits }, new JsonSerializerOptions { WriteIndented = true });
File.WriteAllText(Path.Combine(data, "sample-job.json"), job.ReplaceLineEndings("\n") + "\n");

static IEnumerable<(string Name, int Width, int Height, string Options)> Samples() =>
[
    ("shelf-front.jpg", 1280, 960, "[Q=60,strip]"),
    ("shelf-left.jpg", 960, 1280, "[Q=60,interlace,strip]"),
    ("price-tags.png", 400, 300, "[compression=9,strip]"),
    ("cooler.webp", 1024, 768, "[Q=60,strip]"),
    ("checkout.gif", 320, 240, "[strip]"),
    ("storefront.bmp", 160, 120, ""),
    ("planogram.webp", 480, 360, "[lossless,strip]"),
    ("endcap.png", 240, 320, "[compression=9,palette,strip]"),
];

// Coloured packs on five shelves: nobody's photograph, and small when compressed.
static Image Photo(int width, int height)
{
    var places = Image.Xyz(width, height);
    var (column, row) = (places[0] / (width / 12.0), places[1] / (height / 5.0));
    var (pack, shelf) = (column.Floor(), row.Floor());
    var light = (1 - (row - shelf)) * 60 + 140;
    var colour = (pack * 37 + shelf * 91).Bandjoin(pack * 83 + shelf * 29).Bandjoin(pack * 17 + shelf * 67);
    return (colour % 96 + light).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
}

// NetVips does not write BMP: a 40-byte header and rows of blue, green and red from the bottom up; the width is a multiple of 4.
static byte[] Bitmap(Image photo)
{
    using var pixels = photo[2].Bandjoin(photo[1], photo[0]).FlipVer();
    var bytes = pixels.WriteToMemory<byte>();
    using var file = new MemoryStream();
    using var writer = new BinaryWriter(file);
    writer.Write("BM"u8);
    foreach (var field in (int[])[54 + bytes.Length, 0, 54, 40, photo.Width, photo.Height, 1 | 24 << 16, 0, bytes.Length, 0, 0, 0, 0])
        writer.Write(field);
    writer.Write(bytes);
    return file.ToArray();
}

static object Visit(string store, string time, params string[] images) => new
{
    store_id = store,
    image_url = images.Select(image => $"http://localhost:8080/samples/{image}"),
    visit_time = time,
};

static string SourceFile([CallerFilePath] string path = "") => path;
