using System.Globalization;
using System.Text;

namespace Strata.Platform.Generation.Vocabulary;

/// <summary>First and last names of one naming culture, as written and as they appear in an e-mail address.</summary>
/// <param name="First">Exactly <see cref="PersonNames.FirstNames"/> first names.</param>
/// <param name="Last">Last names; no culture shares one with another (tested), so that addresses stay unique within a company.</param>
internal sealed record NameCulture(PersonName[] First, PersonName[] Last);

/// <summary>A name as UTF-8 and its lower-case ASCII form for addresses.</summary>
internal sealed record PersonName(byte[] Written, byte[] Address);

/// <summary>The names of people, by culture.</summary>
internal static class PersonNames
{
    /// <summary>First names in every culture.</summary>
    public const int FirstNames = 40;

    public static readonly NameCulture[] Cultures =
    [
        Culture( // 0: English-speaking
            "James Mary Robert Patricia Michael Jennifer David Linda William Elizabeth Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Lisa "
            + "Matthew Nancy Anthony Emily Mark Ashley Steven Kimberly Andrew Michelle Joshua Amanda Kevin Melissa Brian Olivia Ryan Hannah Eric Grace",
            "Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris Martin Thompson Robinson Clark Lewis "
            + "Walker Hall Allen Young King Wright Scott Hill Baker Adams Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards "
            + "Collins Stewart Morris Rogers Reed Cook Morgan Bell Murphy Bailey Cooper Richardson Cox Howard Ward Peterson Gray James Watson Brooks"),
        Culture( // 1: German-speaking
            "Anna Lukas Julia Felix Katharina Maximilian Lena Jonas Sabine Stefan Claudia Markus Birgit Tobias Heike Andreas Nicole Christian Petra Jürgen "
            + "Monika Wolfgang Susanne Matthias Anja Thomas Silke Florian Martina Sebastian Ulrike Dirk Kerstin Holger Franziska Bernd Jana Uwe Melanie Günther",
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann "
            + "Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Maier Huber Kaiser Fuchs Vogel Keller Günther Frank Berger Winkler Roth"),
        Culture( // 2: French-speaking
            "Camille Nicolas Léa Julien Manon Pierre Chloé Antoine Sophie Guillaume Aurélie Mathieu Céline Thomas Isabelle François Nathalie Olivier Élodie Laurent "
            + "Marie Alexandre Claire Sébastien Émilie Philippe Hélène Vincent Amélie Benoît Margaux Romain Delphine Arnaud Valérie Cédric Juliette Étienne Pauline Damien",
            "Martinet Bernard Dubois Durand Moreau Laurent Lefebvre Leroy Roux Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Mercier Blanc "
            + "Guérin Boyer Garnier Chevalier François Legrand Gauthier Perrin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont"),
        Culture( // 3: Spanish-speaking
            "Lucía Alejandro María Carlos Sofía Javier Carmen Diego Isabel Fernando Elena Pablo Marta Sergio Ana Álvaro Cristina Miguel Paula Raúl "
            + "Valentina Andrés Gabriela Luis Daniela Jorge Camila Ricardo Mariana Eduardo Adriana Rafael Natalia Óscar Verónica Héctor Silvia Iván Rocío Rubén",
            "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Díaz Hernández Álvarez Muñoz Romero Navarro Torres Domínguez Vázquez Ramos Gil "
            + "Ramírez Serrano Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero"),
        Culture( // 4: Portuguese-speaking
            "João Ana Pedro Beatriz Tiago Mariana Rodrigo Inês Bruno Catarina Gustavo Larissa Felipe Juliana Thiago Fernanda Lucas Camila Rafael Letícia "
            + "Mateus Patrícia Vinícius Renata Leonardo Aline Marcelo Bianca Caio Débora Fábio Carolina Hugo Joana Nuno Rita Paulo Sandra Vítor Vanessa",
            "Silva Oliveira Souza Lima Pereira Ferreira Costa Ribeiro Almeida Carvalho Gomes Lopes Soares Vieira Barbosa Rocha Dias Nunes Moreira Cardoso "
            + "Teixeira Correia Cavalcanti Monteiro Moura Freitas Batista Campos Araújo Pinto Azevedo Melo Machado Fonseca Duarte Tavares Figueiredo Coelho Reis Antunes"),
        Culture( // 5: Italian
            "Giulia Marco Francesca Luca Chiara Alessandro Martina Matteo Sara Andrea Elisa Davide Valentina Francesco Federica Simone Alessia Lorenzo Silvia Giuseppe "
            + "Laura Antonio Giorgia Stefano Ilaria Paolo Elena Riccardo Roberta Giovanni Paola Fabio Serena Roberto Claudia Massimo Beatrice Nicola Arianna Emanuele",
            "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti DeLuca Mancini Giordano Rizzo Lombardi Moretti Barbieri "
            + "Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola DeSantis Marchetti Parisi Villa"),
        Culture( // 6: Nordic
            "Emma Erik Ingrid Lars Astrid Anders Maja Johan Sofie Mikkel Freja Henrik Linnea Oskar Signe Magnus Elin Karl Kirsten Søren "
            + "Hanna Mats Ida Nils Karin Fredrik Maria Jens Lise Bjørn Annika Gustav Åsa Olav Helle Kasper Marit Jukka Aino Mikko",
            "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson "
            + "Lindberg Lindström Bergström Sandberg Holm Dahl Lund Berg Haugen Solberg Korhonen Virtanen Nieminen Mäkinen Laine Nyström Ekström Møller Sørensen Rasmussen"),
        Culture( // 7: Indian
            "Priya Rahul Ananya Arjun Neha Vikram Pooja Rohan Kavya Amit Divya Sanjay Meera Karthik Shreya Rajesh Anjali Suresh Nisha Aditya "
            + "Sneha Manish Ritu Deepak Swati Nikhil Lakshmi Vivek Aishwarya Harish Sunita Gaurav Rekha Pranav Tanvi Ashok Isha Varun Padma Siddharth",
            "Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Mehta Joshi Desai Rao Verma Agarwal Chopra Malhotra Banerjee Mukherjee Chatterjee Bose "
            + "Menon Pillai Kapoor Bhatia Shah Jain Kulkarni Deshpande Naidu Krishnan Srinivasan Venkatesh Saxena Mishra Pandey Tiwari Chauhan Rathore Das Ghosh"),
        Culture( // 8: Chinese
            "Wei Li Jing Ming Xiaoyan Hao Mei Jun Yan Lei Hui Qiang Na Tao Fang Bin Xin Peng Ling Feng "
            + "Yu Gang Juan Chao Ying Yong Qing Zhe Lan Kai Rui Bo Xue Jie Ting Liang Shan Dong Yue Cheng",
            "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin Luo Gao Liang "
            + "Zheng Xie Tang Deng Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei"),
        Culture( // 9: Japanese
            "Haruto Yui Sota Sakura Ren Hina Yuto Aoi Kenji Yoko Takashi Keiko Hiroshi Naomi Kazuki Ayumi Daisuke Emi Ryo Megumi "
            + "Satoshi Yumi Takeshi Mika Shota Rina Koji Akiko Makoto Nanami Tomoya Mai Akira Kaori Yusuke Haruka Shinji Miyuki Masato Eri",
            "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Yamaguchi Matsumoto Inoue Kimura Shimizu Hayashi Saito "
            + "Mori Abe Ikeda Hashimoto Ishikawa Ogawa Okada Hasegawa Fujita Goto Kondo Murakami Endo Aoki Sakamoto Nishimura Fukuda Ota Miura Fujii"),
        Culture( // 10: Arabic- and Hebrew-speaking
            "Omar Fatima Ahmed Layla Youssef Noor Khalid Aisha Hassan Mariam Ali Salma Tariq Huda Samir Rania Karim Dina Faisal Yasmin "
            + "Ibrahim Lina Mustafa Zainab Rami Amira Nabil Sara Adel Hala David Noa Eitan Tamar Yossi Maya Avi Shira Lior Michal",
            "AlSayed Haddad Khoury Nasser Mansour Hussein Saleh Rahman Farouk AlFarsi Qureshi Malik Siddiqui AlHashimi Aziz Darwish Sabbagh Shaheen Najjar Zaki "
            + "Cohen Levi Mizrahi Peretz Biton Friedman Katz Shapira BenDavid Goldberg Rosenberg Azoulay Amar Barak Golan Harel Segal Navon Tal Yadin"),
        Culture( // 11: Slavic
            "Anna Piotr Katarzyna Tomasz Magdalena Marcin Agnieszka Paweł Joanna Krzysztof Ewa Jakub Zofia Michał Olena Andriy Iryna Oleksandr Natalia Dmytro "
            + "Petr Jana Tomáš Lucie Martin Tereza Jan Veronika Pavel Hana Ivana Marko Ana Nikola Milan Elena Dragan Vesna Bojan Mirela",
            "Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Pawłowski Michalski Zając "
            + "Shevchenko Kovalenko Bondarenko Tkachenko Melnyk Novák Svoboda Novotný Dvořák Černý Procházka Kučera Horák Petrović Jovanović Nikolić Marković Popescu Ionescu Dimitrov"),
        Culture( // 12: Dutch-speaking
            "Daan Emma Sem Julia Bram Sanne Thijs Lotte Jeroen Anouk Pieter Femke Wouter Marieke Ruben Eva Maarten Iris Joost Esther "
            + "Stijn Ilse Tom Nienke Bart Lieke Koen Marloes Niels Roos Rick Inge Sander Karlijn Jasper Wendy Dirk Fleur Luuk Tess",
            "DeJong Jansen DeVries VanDenBerg VanDijk Bakker Janssen Visser Smit Meijer DeBoer Mulder DeGroot Bos Vos Peters Hendriks VanLeeuwen Dekker Brouwer "
            + "DeWit Dijkstra Smits DeGraaf VanDerMeer Kok Jacobs Vermeulen VanDerLinden Schouten Willems Hoekstra Koster Prins Blom Huisman Peeters Claes Maes Wouters"),
        Culture( // 13: Korean and South-East Asian
            "Minjun Seoyeon Jihoon Jiwoo Dohyun Hyejin Sungmin Yuna Taeyang Eunji Siti Budi Dewi Agus Putri Rizky Nguyet Minh Linh Duc "
            + "Thanh Huong Somchai Anong Kittipong Malee Jose Maricel Ramon Liza Farah Hafiz Aisyah Amir Wen Hui Jun Kai Xin Yi",
            "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Shin Seo Kwon Hwang Nguyen Tran Le Pham "
            + "Hoang Phan Vu Dang Bui Santoso Wijaya Pratama Setiawan Hidayat Suryadi Reyes Cruz Bautista Mendoza Villanueva Tan Ng Goh Koh"),
    ];

    /// <summary>A name without letters.</summary>
    public static readonly PersonName Nobody = new([], []);

    private static NameCulture Culture(string first, string last) => new(Names(first), Names(last));

    private static PersonName[] Names(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => new PersonName(Encoding.UTF8.GetBytes(Spaced(name)), Encoding.ASCII.GetBytes(AddressForm(name))))
            .ToArray();

    // A capital inside a name marks a particle: "DeVries" is written "De Vries" and addressed "devries".
    private static string Spaced(string name)
    {
        var written = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && written.Length > 0)
            {
                written.Append(' ');
            }

            written.Append(letter);
        }

        return written.ToString();
    }

    private static string AddressForm(string name)
    {
        var ascii = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            ascii.Append(letter switch
            {
                'ø' => "o",
                'ł' => "l",
                'ß' => "ss",
                _ when CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark => "",
                _ => letter.ToString(),
            });
        }

        return ascii.ToString();
    }
}
